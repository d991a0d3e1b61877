/* What the scripts of the Redis store do (docs/decisions/030): markers are made when a load is kept, and what moved is
 * remembered a second time, in the record of moves. Entry, marker and record may be evicted at any time. What a server
 * does that comes back with older data is in invalidation.pml.
 *
 *   spin -DCASE=9 -a moves.pml && gcc -O2 -DSAFETY -DCOLLAPSE -o pan pan.c && ./pan               README.md tells more
 *
 * A tag, and in case 9 two keys: key 0 carries exactly the tag, key 1 one below it. A value is the version of the row
 * that a load read. `acked` is the newest version whose invalidation had returned, for each key: an exact one is none
 * for key 1.
 */
#ifndef CASE
#define CASE 9
#endif
#ifndef MUTANT
#define MUTANT 0
#endif
#define KEYS   (CASE == 2)                 /* what ends one key: erase, expire, and a `set` that comes late */
#define RESULT (CASE == 3)                 /* the tag is told by the value: a hit looks for its marker in a second step */
#define TAGS   (CASE == 9)                 /* exact invalidations, and others */
#define LEASE  (CASE == 10)                /* who is told to wait, for whom, and how long */

byte db, moved, acked[2];                  /* moved: the newest version whose invalidation the server has done */
byte inc = 1, seq = 1;
bool m_has, r_has, e_has[2];
byte m_inc, m_below, m_exact;              /* the marker of the tag: when it moved with all below it, when exactly it */
byte r_inc, r_floor, r_below, r_exact;     /* the record of moves */
byte e_inc[2], e_number[2], e_val[2];
#if KEYS
byte r_key, e_expired;                     /* when the key moved; when the entry was expired */
#endif

#define MAX(a, b) (a > b -> a : b)
#define MARKED (m_has && m_inc == inc)
#define BELOW  MAX(r_below, r_floor)
#define EXACT  MAX(r_exact, r_floor)
#define HERE(k) (e_has[k] && e_inc[k] == inc)
#if KEYS
#define VALID(k) (HERE(k) && e_expired == 0)
#else
#define VALID(k) (HERE(k) && (MARKED || MUTANT == 96) && m_below <= e_number[k] && (k == 1 || m_exact <= e_number[k]))
#endif

inline look() {                            /* a record that is lost is made with a floor that no move before exceeds */
  if :: !(r_has && r_inc == inc) ->
          r_has = true; r_inc = inc; r_below = 0; r_exact = 0;
          r_floor = (MUTANT == 91 || MUTANT == 24 -> 0 : seq)
#if KEYS
          ; r_key = 0
#endif
     :: else fi }

/* ---- each is one script ---- */
#if KEYS
inline keep(k, number, of_inc, value) {    /* the key is judged by its entry, or where there is none by the record */
  atomic {
    if :: HERE(k) -> may = of_inc == inc && (MAX(e_number[k], e_expired) <= number || MUTANT == 22)
       :: else -> look(); may = of_inc == inc && (MAX(r_key, r_floor) <= number || MUTANT == 21) fi;
    if :: may -> e_has[k] = true; e_inc[k] = inc; e_number[k] = number; e_val[k] = value; e_expired = 0 :: else fi;
    may = false } }
inline end_key(v) {
  atomic {
    seq++;
    if :: e_has[0] = false :: if :: HERE(0) -> e_expired = seq :: else fi fi;      /* erase; expire */
    look(); r_key = seq };
  if :: v > acked[0] -> acked[0] = v :: else fi }
inline set(v, known, of_inc) {             /* refused when the key moved since `known`: perhaps it was given up long ago */
  atomic {
    look();
    if :: MUTANT == 23 || (of_inc == inc && MAX(r_key, r_floor) <= known) ->
          seq++; e_has[0] = true; e_inc[0] = inc; e_number[0] = seq; e_val[0] = v; e_expired = 0; r_key = seq
       :: else fi } }
#else
inline keep(k, number, of_inc, value) {
  atomic {
    if :: of_inc == inc && !(HERE(k) && e_number[k] > number) ->
          if :: MARKED -> may = m_below <= number && (k == 1 || m_exact <= number)
             :: else -> look(); may = MUTANT == 93 || (BELOW <= number && (k == 1 || EXACT <= number)) fi;
          if :: may || MUTANT == 33 ->
                if :: !MARKED -> m_has = true; m_inc = inc; m_below = (MUTANT == 94 -> 0 : number);
                                 m_exact = (MUTANT == 92 -> 0 : EXACT)
                   :: else fi;
                e_has[k] = true; e_inc[k] = inc; e_number[k] = number; e_val[k] = value
             :: else fi
       :: else fi;
    may = false } }

inline invalidate(v, is_exact) {
  atomic {
    seq++; moved = v;
    if :: MARKED -> if :: is_exact -> m_exact = seq :: else -> m_below = seq fi :: else fi;
    if :: MUTANT == 95 && MARKED -> skip
       :: else -> look(); if :: is_exact -> r_exact = seq :: else -> r_below = seq fi fi };
  atomic {
    if :: v > acked[0] -> acked[0] = v :: else fi;
    if :: !is_exact && v > acked[1] -> acked[1] = v :: else fi } }
#endif

/* ---- who reads ---- */
#if LEASE
bool l_has, running[2];                    /* a lease has no end of its own here: who waits must not count on one */
byte l_inc, l_number, l_moved;             /* l_moved: what had been invalidated when its load began */
byte holder;                               /* whose it is */

/* A load that is outdated will not be kept. */
#define CURRENT(number, of_inc) (of_inc == inc && !(HERE(0) && e_number[0] > number) && \
                                 (MARKED -> m_below <= number : BELOW <= number))
#define HELD (l_has && (CURRENT(l_number, l_inc) || MUTANT == 101))

inline begin() {                           /* it is asked for with the number of the load */
  atomic {
    seq++; number = seq; of_inc = inc; look();
    done = (looks > 0 && MUTANT == 102 -> HERE(0) : VALID(0));
    if :: done -> v = e_val[0]; waits = false
       :: else ->
          waits = HELD;
          if :: waits -> assert(l_moved >= acked[0])       /* nobody waits for what was invalidated before he asked */
             :: else ->                                    /* nobody has a lease beside one who loads what will be kept */
                assert(!(l_number > 0 && running[holder] && CURRENT(l_number, l_inc)));
                l_has = true; l_inc = inc; l_number = number; l_moved = moved; holder = me; running[me] = true
          fi
    fi } }

proctype Reader(byte me; byte reads) {
  byte floor, v, number, of_inc, looks; bool done, may, waits;
  do
    :: reads > 0 ->
       floor = acked[0];
       begin();
       do
         :: waits && (looks < 2 || MUTANT == 103) && !(HELD && MUTANT == 103) -> begin(); looks++
         :: waits && looks > 0 && MUTANT != 103 -> waits = false       /* as long as its own lease: it loads without one */
         :: !waits -> break
       od;
       if :: !done ->
             if :: running[me] -> atomic { running[me] = false; reads = 0 }; goto died      /* killed, and tells nobody */
                :: v = db fi;
             if :: keep(0, number, of_inc, v) :: skip fi;              /* or it fails */
             atomic {
               running[me] = false;
               if :: l_number == number && l_inc == of_inc || MUTANT == 104 -> l_has = false :: else fi }
          :: else fi;
       assert(v >= floor);
       died: atomic {
         if :: reads > 0 -> reads-- :: else fi;
         floor = 0; v = 0; number = 0; of_inc = 0; looks = 0; done = false; waits = false }
    :: else -> break
  od }
#else
proctype Reader(byte reads) {
  byte k, floor, v, number, of_inc; bool done, may;
  do
    :: reads > 0 ->
#if TAGS
       if :: k = 0 :: k = 1 fi;
#endif
       floor = acked[k];
#if RESULT
       atomic { done = HERE(k); v = e_val[k]; number = e_number[k]; of_inc = inc };
       if :: done && MUTANT != 31 ->
             atomic { done = (of_inc == inc || MUTANT == 32) && MARKED && m_below <= number }
          :: else fi;
       if :: !done -> atomic { seq++; number = seq; of_inc = inc } :: else fi;
#else
       atomic { seq++; number = seq; of_inc = inc; done = VALID(k); if :: done -> v = e_val[k] :: else fi };
#endif
       if :: !done -> v = db; keep(k, number, of_inc, v) :: else fi;
       atomic { assert(v >= floor); reads--; k = 0; floor = 0; v = 0; number = 0; of_inc = 0; done = false }
    :: else -> break
  od }
#endif

/* ---- who writes ---- */
#if KEYS
proctype LateSet(byte v, known, of_inc) { set(v, known, of_inc) }
proctype Writer(byte writes) {
  byte v, known, of_inc;
  do
    :: writes > 0 ->
       atomic { db++; v = db; writes-- };
       if :: end_key(v)
          :: atomic { known = seq; of_inc = inc };         /* it is sent, and its caller waits no longer */
             run LateSet(v, known, of_inc); end_key(v)
       fi
    :: else -> break
  od }
#else
proctype Writer(byte writes) {
  byte v; bool is_exact;
  do
    :: writes > 0 ->
       atomic { db++; v = db; writes--; if :: TAGS -> is_exact = true :: is_exact = false fi };
       invalidate(v, is_exact)
    :: else -> break
  od }
#endif

/* ---- what a server forgets ---- */
proctype Evict() {
#if KEYS
  if :: e_has[0] = false :: skip fi;
#else
  if :: m_has = false :: skip fi;
#endif
#if RESULT
  if :: atomic { m_has = false; r_has = false; e_has[0] = false; seq = 0; inc++ } :: skip fi;      /* all of it */
#endif
#if !LEASE
  if :: r_has = false :: skip fi
#endif
  }

init { atomic {
#if KEYS
  run Writer(2); run Reader(1); run Reader(1); run Evict()
#elif RESULT
  run Writer(2); run Reader(2); run Reader(1); run Evict()
#elif TAGS
  run Writer(2); run Reader(2); run Reader(1); run Evict()
#else
  if :: e_has[0] = true; e_inc[0] = inc; e_number[0] = seq; m_has = true; m_inc = inc; m_below = seq :: skip fi;
  run Writer(1); run Reader(0, 2); run Reader(1, 1); run Evict()
#endif
} }
