"""Math commands that stand for one symbol or one word, and the Unicode text that shows them.

Every command here is defined by LaTeX with amsmath and amssymb, is known to docutils, and only
prints: it takes no argument and changes no state. Names and classes follow Appendix F of the
TeXbook and the AMS fonts guide; a test sets all of them in XeLaTeX. The Unicode side is what a
reader searches for, so both shapes of epsilon and phi are the plain Greek letter.
"""

from typing import Final


def _table(pairs: str) -> dict[str, str]:
    words = pairs.split()
    return dict(zip(words[::2], words[1::2], strict=True))


#: Letters: Greek, Hebrew and letter-like symbols.
LETTERS: Final = _table(
    """
    Bbbk 𝕜  Delta Δ  Gamma Γ  Im ℑ  Lambda Λ  Omega Ω  Phi Φ  Pi Π  Psi Ψ  Re ℜ  Sigma Σ
    Theta Θ  Upsilon Υ  Xi Ξ  aleph ℵ  alpha α  beta β  beth ℶ  chi χ  daleth ℸ  delta δ
    digamma ϝ  ell ℓ  epsilon ε  eta η  gamma γ  gimel ℷ  hbar ℏ  imath ı  iota ι  jmath ȷ
    kappa κ  lambda λ  mu μ  nu ν  omega ω  phi φ  pi π  psi ψ  rho ρ  sigma σ  tau τ  theta θ
    upsilon υ  varDelta Δ  varGamma Γ  varLambda Λ  varOmega Ω  varPhi Φ  varPi Π  varPsi Ψ
    varSigma Σ  varTheta Θ  varUpsilon Υ  varXi Ξ  varepsilon ε  varkappa ϰ  varphi φ  varpi ϖ
    varrho ϱ  varsigma ς  vartheta ϑ  wp ℘  xi ξ  zeta ζ
    """
)

#: Symbols that stand for themselves.
ORDINARY: Final = _table(
    """
    Box □  Diamond ◇  Finv Ⅎ  Game ⅁  angle ∠  backprime ‵  bigstar ★  blacksquare ◼
    blacktriangle ▴  blacktriangledown ▾  bot ⊥  checkmark ✓  circledR Ⓡ  circledS Ⓢ  clubsuit ♣
    complement ∁  diagdown ⟍  diagup ⟋  diamondsuit ♢  emptyset ∅  exists ∃  flat ♭  forall ∀
    heartsuit ♡  hslash ℏ  infty ∞  lnot ¬  lozenge ◊  maltese ✠  measuredangle ∡  mho ℧
    nabla ∇  natural ♮  neg ¬  nexists ∄  partial ∂  prime ′  sharp ♯  spadesuit ♠
    sphericalangle ∢  square □  surd √  top ⊤  triangle △  varnothing ∅
    """
)

#: Binary operators.
OPERATORS: Final = _table(
    """
    Cap ⋒  Cup ⋓  amalg ⨿  ast ∗  barwedge ⊼  bigcirc ◯  bigtriangledown ▽  bigtriangleup △
    blacklozenge ⧫  boxdot ⊡  boxminus ⊟  boxplus ⊞  boxtimes ⊠  bullet •  cap ∩  cdot ·
    centerdot ·  circ ∘  circledast ⊛  circledcirc ⊚  circleddash ⊝  cup ∪  curlyvee ⋎
    curlywedge ⋏  dagger †  ddagger ‡  diamond ⋄  div ÷  divideontimes ⋇  dotplus ∔
    doublebarwedge ⩞  gtrdot ⋗  intercal ⊺  land ∧  leftthreetimes ⋋  lessdot ⋖  lor ∨  ltimes ⋉
    mp ∓  odot ⊙  ominus ⊖  oplus ⊕  oslash ⊘  otimes ⊗  pm ±  rightthreetimes ⋌  rtimes ⋊
    setminus ∖  slash /  smallsetminus ∖  sqcap ⊓  sqcup ⊔  star ⋆  times ×  triangleleft ◃
    triangleright ▹  uplus ⊎  vee ∨  veebar ⊻  wedge ∧  wr ≀
    """
)

#: Relations.
RELATIONS: Final = _table(
    """
    Bumpeq ≎  Doteq ≑  Subset ⋐  Supset ⋑  Vdash ⊩  Vvdash ⊪  approx ≈  approxeq ≊  asymp ≍
    backepsilon ∍  backsim ∽  backsimeq ⋍  because ∵  between ≬  blacktriangleleft ◂
    blacktriangleright ▸  bowtie ⋈  bumpeq ≏  circeq ≗  cong ≅  curlyeqprec ⋞  curlyeqsucc ⋟
    dashv ⊣  doteq ≐  doteqdot ≑  eqcirc ≖  eqsim ≂  eqslantgtr ⪖  eqslantless ⪕  equiv ≡
    fallingdotseq ≒  frown ⌢  ge ≥  geq ≥  geqq ≧  geqslant ⩾  gg ≫  ggg ⋙  gggtr ⋙  gnapprox ⪊
    gneq ⪈  gneqq ≩  gnsim ⋧  gtrapprox ⪆  gtreqless ⋛  gtreqqless ⪌  gtrless ≷  gtrsim ≳  in ∈
    le ≤  leq ≤  leqq ≦  leqslant ⩽  lessapprox ⪅  lesseqgtr ⋚  lesseqqgtr ⪋  lessgtr ≶
    lesssim ≲  lhd ⊲  ll ≪  lll ⋘  llless ⋘  lnapprox ⪉  lneq ⪇  lneqq ≨  lnsim ⋦  mid |
    models ⊧  multimap ⊸  nVDash ⊯  nVdash ⊮  ncong ≇  ne ≠  neq ≠  ngeq ≱  ngeqq ≧̸
    ngeqslant ⩾̸  ngtr ≯  ni ∋  nleq ≰  nleqq ≦̸  nleqslant ⩽̸  nless ≮  nmid ∤  notin ∉
    nparallel ∦  nprec ⊀  npreceq ⋠  nshortmid ∤  nshortparallel ∦  nsim ≁  nsubseteq ⊈
    nsubseteqq ⫅̸  nsucc ⊁  nsucceq ⋡  nsupseteq ⊉  nsupseteqq ⫆̸  ntriangleleft ⋪
    ntrianglelefteq ⋬  ntriangleright ⋫  ntrianglerighteq ⋭  nvDash ⊭  nvdash ⊬  owns ∋
    parallel ∥  perp ⊥  pitchfork ⋔  prec ≺  precapprox ⪷  preccurlyeq ≼  preceq ⪯
    precnapprox ⪹  precneqq ⪵  precnsim ⋨  precsim ≾  propto ∝  rhd ⊳  risingdotseq ≓
    shortmid ∣  shortparallel ∥  sim ∼  simeq ≃  smallfrown ⌢  smallsmile ⌣  smile ⌣  sqsubset ⊏
    sqsubseteq ⊑  sqsupset ⊐  sqsupseteq ⊒  subset ⊂  subseteq ⊆  subseteqq ⫅  subsetneq ⊊
    subsetneqq ⫋  succ ≻  succapprox ⪸  succcurlyeq ≽  succeq ⪰  succnapprox ⪺  succneqq ⪶
    succnsim ⋩  succsim ≿  supset ⊃  supseteq ⊇  supseteqq ⫆  supsetneq ⊋  supsetneqq ⫌
    therefore ∴  thickapprox ≈  thicksim ∼  trianglelefteq ⊴  triangleq ≜  trianglerighteq ⊵
    vDash ⊨  varpropto ∝  vartriangle ▵  vartriangleleft ⊲  vartriangleright ⊳  vdash ⊢
    """
)

#: Arrows and harpoons.
ARROWS: Final = _table(
    """
    Downarrow ⇓  Leftarrow ⇐  Leftrightarrow ⇔  Lleftarrow ⇚  Longleftarrow ⟸
    Longleftrightarrow ⟺  Longrightarrow ⟹  Lsh ↰  Rightarrow ⇒  Rrightarrow ⇛  Rsh ↱  Uparrow ⇑
    Updownarrow ⇕  circlearrowleft ↺  circlearrowright ↻  curvearrowleft ↶  curvearrowright ↷
    dasharrow ⇢  dashleftarrow ⇠  dashrightarrow ⇢  downarrow ↓  downdownarrows ⇊
    downharpoonleft ⇃  downharpoonright ⇂  gets ←  hookleftarrow ↩  hookrightarrow ↪
    impliedby ⟸  implies ⟹  leadsto ⤳  leftarrow ←  leftarrowtail ↢  leftharpoondown ↽
    leftharpoonup ↼  leftleftarrows ⇇  leftrightarrow ↔  leftrightarrows ⇆  leftrightharpoons ⇋
    leftrightsquigarrow ↭  longleftarrow ⟵  longleftrightarrow ⟷  longmapsto ⟼  longrightarrow ⟶
    looparrowleft ↫  looparrowright ↬  mapsto ↦  nLeftarrow ⇍  nLeftrightarrow ⇎  nRightarrow ⇏
    nearrow ↗  nleftarrow ↚  nleftrightarrow ↮  nrightarrow ↛  nwarrow ↖  restriction ↾
    rightarrow →  rightarrowtail ↣  rightharpoondown ⇁  rightharpoonup ⇀  rightleftarrows ⇄
    rightleftharpoons ⇌  rightrightarrows ⇉  rightsquigarrow ⇝  searrow ↘  swarrow ↙  to →
    twoheadleftarrow ↞  twoheadrightarrow ↠  uparrow ↑  updownarrow ↕  upharpoonleft ↿
    upharpoonright ↾  upuparrows ⇈
    """
)

#: Operators that grow and carry limits.
LARGE: Final = _table(
    """
    bigcap ⋂  bigcup ⋃  bigodot ⨀  bigoplus ⨁  bigotimes ⨂  bigsqcup ⨆  biguplus ⨄  bigvee ⋁
    bigwedge ⋀  coprod ∐  iiiint ⨌  iiint ∭  iint ∬  int ∫  oint ∮  prod ∏  smallint ∫  sum ∑
    """
)

#: Functions named by upright words.
FUNCTIONS: Final = _table(
    """
    Pr Pr  arccos arccos  arcsin arcsin  arctan arctan  arg arg  cos cos  cosh cosh  cot cot
    coth coth  csc csc  deg deg  det det  dim dim  exp exp  gcd gcd  hom hom  inf inf
    injlim injlim  ker ker  lg lg  lim lim  liminf liminf  limsup limsup  ln ln  log log
    max max  min min  projlim projlim  sec sec  sin sin  sinh sinh  sup sup  tan tan  tanh tanh
    """
)

#: Dots and punctuation.
DOTS: Final = _table(
    """
    cdots ⋯  ddots ⋱  dotsb ⋯  dotsc …  dotsi ⋯  dotsm ⋯  dotso …  ldots …  vdots ⋮
    """
)

#: Delimiters that open.
OPENING: Final = _table(
    """
    langle ⟨  lbrace {  lbrack [  lceil ⌈  lfloor ⌊  lgroup ⟮  llcorner ⌞  ulcorner ⌜
    """
)

#: Delimiters that close.
CLOSING: Final = _table(
    """
    lrcorner ⌟  rangle ⟩  rbrace }  rbrack ]  rceil ⌉  rfloor ⌋  rgroup ⟯  urcorner ⌝
    """
)

#: Delimiters that do both.
FENCES: Final = _table(
    r"""
    Vert ‖  backslash \  lVert ‖  lvert |  rVert ‖  rvert |  vert |
    """
)

#: Every command of this module -> its Unicode text.
SYMBOLS: Final[dict[str, str]] = (
    LETTERS
    | ORDINARY
    | OPERATORS
    | RELATIONS
    | ARROWS
    | LARGE
    | FUNCTIONS
    | DOTS
    | OPENING
    | CLOSING
    | FENCES
)
