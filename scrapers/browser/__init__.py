"""Pages whose lists a script fills: drawn by a browser that has no network of its own.

The browser runs in a process of its own (`child`), which is ended with it. Every request that the
page makes is put to us: `gate` decides about it, and our own client answers it (`rendering`). This
package is imported only when a site's entry asks for it.
"""
