"use strict";
const all=(s,e=document)=>[...e.querySelectorAll(s)],fold=t=>t.normalize("NFKC").toLowerCase();
const titles=new Map(all("#articles details").map(d=>[d.dataset.a,d.firstChild.textContent]));
const state=new Map;let hot,pin,found=new Set,where="";
document.documentElement.classList.add("js");

/* The rank of a line (a row of points) at a minute, between two points on the straight between them. */
function rankAt(line,x){
 const i=line.findIndex(p=>p[0]>=x);if(i<1)return line[0][1];
 const[a,b]=[line[i-1],line[i]];return a[1]+(b[1]-a[1])*(x-a[0])/(b[0]-a[0])}

/* The points of each unbroken line of a path. */
function points(data){
 const lines=[];let x,y;
 for(const[,c,dx,dy]of data.matchAll(/([Mhl])(-?\d+),?(-?\d+)?/g)){
  if(c=="M"){x=+dx;y=+dy;lines.push([])}else{x+=+dx;if(c=="l")y+=+dy}
  lines.at(-1).push([x,y])}
 return lines}

const charts=all("figure").map(f=>{
 const view=f.querySelector(".view"),lines=f.querySelector(".lines"),out=f.querySelector("output");
 const width=+f.dataset.width,depth=+f.dataset.depth,texts=all("text",f),buttons=all("button",f);
 const paths=all("path",lines).map(p=>({p,id:p.id.split("-")[1],at:points(p.getAttribute("d"))}));
 let span,from;
 const chart={f,show(minutes){
  span=Math.min(minutes,width);from=width-span;
  view.setAttribute("viewBox",[from,.5,span,depth].join(" "));view.classList.toggle("far",span>43200);
  const crowded=paths.flatMap(l=>l.at).filter(s=>s.at(-1)[0]>=from).length>15*depth;
  view.classList.toggle("crowded",crowded);
  const is=(t,c)=>t.classList.contains(c),days=[];
  const seen=texts.filter(t=>t.dataset.m>=from&&is(t,"hour")<=(span<=2880)&&is(t,"key")<=crowded);
  for(const t of seen)if(!is(t,"label")&&!is(t,"key")&&Math.abs((t.dataset.m-from)/span-.5)<.48)days.push(t);
  const step=Math.ceil(days.length/Math.max(2,f.clientWidth/110));
  for(const t of texts){t.setAttribute("x",100*(t.dataset.m-from)/span+"%");
   t.style.display=seen.includes(t)&&(is(t,"label")||is(t,"key")||days.indexOf(t)%step==0)?"inline":"none"}
  for(const b of buttons)b.setAttribute("aria-pressed",Math.min(b.dataset.span,width)==span)},
 paint(){const ids=new Set([...found,pin,hot].filter(Boolean));
  lines.classList.toggle("faint",ids.size>0);
  for(const l of paths)l.p.classList.toggle("hot",ids.has(l.id));
  const id=hot||pin;out.textContent=id?(hot?where:"")+(titles.get(id)||""):""}};
 const plot=f.querySelector(".plot");
 plot.addEventListener("pointermove",e=>{
  const b=plot.getBoundingClientRect();
  const x=from+span*(e.clientX-b.left)/b.width,y=.5+depth*(e.clientY-b.top)/(b.height-20);
  const l=paths.findLast(l=>l.at.some(s=>s[0][0]<=x&&s.at(-1)[0]>=x&&Math.abs(rankAt(s,x)-y)<.5));
  const time=new Date((+f.dataset.begin+x*60)*1e3).toISOString().slice(5,16).replace("T"," ");
  where=l?`${time} · ${Math.round(y)} · `:"";hover(l&&l.id)});
 plot.addEventListener("pointerleave",()=>hover());
 plot.addEventListener("click",()=>toggle(hot));
 for(const b of buttons)b.addEventListener("click",()=>{chart.show(+b.dataset.span);state.set(f.dataset.name,b.textContent);keep()});
 const narrow=matchMedia("(max-width:46rem)").matches&&f.querySelector(".frame.day");
 f.querySelector(".bar").hidden=false;
 chart.show(narrow?1440:+view.getAttribute("viewBox").split(" ")[2]);
 return chart});

function paint(){for(const c of charts)c.paint()}
function hover(id){if(id!=hot){hot=id;paint()}else if(id)paint()}
function toggle(id){pin=pin==id?undefined:id;paint();keep()}
function keep(){
 const q=new URLSearchParams(state);if(pin)q.set("pin",pin);
 history.replaceState(null,"","#"+q)}

for(const e of all("[data-a]:not(details)")){
 for(const[on,off]of[["pointerenter","pointerleave"],["focusin","focusout"]]){
  e.addEventListener(on,()=>{where="";hover(e.dataset.a)});e.addEventListener(off,()=>hover())}}
for(const i of all("input"))i.addEventListener("input",()=>{
 const q=fold(i.value.trim());for(const o of all("input"))o.value=i.value;
 found=new Set(q?[...titles].filter(([,t])=>fold(t).includes(q)).map(([id])=>id):[]);
 for(const e of all("tr[data-a],details[data-a]"))e.classList.toggle("none",q!=""&&!found.has(e.dataset.a));
 paint()});

function arrive(){
 const to=decodeURIComponent(location.hash.slice(1)),there=document.getElementById(to);
 if(there){const d=there.closest("details");if(d){d.open=true;there.scrollIntoView()}return}
 const q=new URLSearchParams(to);pin=q.get("pin")||undefined;
 for(const c of charts){
  const name=q.get(c.f.dataset.name),b=all("button",c.f).find(b=>b.textContent==name);
  if(b){state.set(c.f.dataset.name,name);c.show(+b.dataset.span)}}
 paint()}
addEventListener("hashchange",arrive);arrive();
