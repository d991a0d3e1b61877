/* What tagcache does so that nothing stale is served after an invalidation: entries with one number, on a server that may
 * forget anything, with memory in front of it that hears announcements, of which any may be lost.
 *
 *   spin -DCASE=1 -a invalidation.pml && gcc -O2 -DSAFETY -DCOLLAPSE -o pan pan.c && ./pan        README.md tells more
 *
 * One key, one tag, one row of a database, two nodes. A value is the version of the row that a load read.
 *
 *   db       version of the row                    acked     newest version whose invalidation was told its caller as done
 *   inc      incarnation of the server: never the same again; seq: counts in it, all numbers come from it
 *   marker   number of the tag's last invalidation, 0 when the server has none: then all that carries the tag has moved
 *   moved    the same in the record of moves, which has it for loads that are to be kept when the marker is gone. What is
 *            forgotten of it, and what ends a key, is in moves.pml
 *   e_...    the entry of the key
 *   told     how many announcements there were; heard: how many of them a node knows of
 *   moves    the memory of a node: how often something ended in it; an entry is good while that is as its token says
 *
 * A STRICT read asks the server about what memory holds. A LOCAL read trusts memory. Cases and mutants: see README.md.
 */
#ifndef CASE
#define CASE 1
#endif
#ifndef MUTANT
#define MUTANT 0
#endif
#define SERVER   (CASE == 1)    /* without memory: strict reads of both nodes; all that a server may lose */
#define LAYERED  (CASE == 4)    /* memory in front, announcements are lost, heartbeats */
#define BROKEN   (CASE == 5)    /* the connection for announcements breaks and comes back */
#define RETRY    (CASE == 6)    /* the server cannot be told of an invalidation, until it can */
#define DURATION (CASE == 7)    /* reads that want to know that memory has heard all until a while ago */
#define OWN      (CASE == 8)    /* a node reads what it has written itself, another one asks */
#define MEMORY   (CASE >= 4)

byte db, acked;
byte inc = 1, seq = 1, marker = 1, m_inc = 1, moved = 1, e_inc, e_number, e_val;
bool e_has;
byte told, heard[2];
bool hears[2] = true;
byte moves[2], l_token[2], l_val[2], l_number[2];
bool l_has[2];
byte own[2];                              /* newest version that the node itself has invalidated, told or not */

#define OF_NOW(i) (i == inc || MUTANT == 12)
#define MARKED    (marker != 0 && OF_NOW(m_inc))
#define VALID     (e_has && OF_NOW(e_inc) && (MARKED || MUTANT == 11) && marker <= e_number)
#define GOOD(n) (l_has[n] && l_token[n] == moves[n])

/* ---- the server: each is one script ---- */
inline begin(number, of_inc, found, its_val) {
  atomic { seq++; number = seq; of_inc = inc; found = VALID; its_val = e_val } }

inline keep(number, of_inc, value, is_kept) {
  atomic {
    is_kept = (of_inc == inc || MUTANT == 13) && !(e_has && e_inc == inc && e_number > number) &&
              (MARKED -> marker <= number : moved <= number);
    if :: is_kept && !MARKED -> marker = number; m_inc = inc :: else fi;
    if :: is_kept -> e_has = true; e_inc = inc; e_number = number; e_val = value :: else fi } }

inline ended() {                          /* an invalidation in the server */
  atomic {
    seq++; moved = seq;
    if :: MARKED -> marker = seq :: else fi;
    told++ } }                             /* how announcements travel: Bus */

/* ---- memory of a node ---- */
inline distrust(n) { l_has[n] = false; if :: MUTANT != 43 -> moves[n]++ :: else fi }
inline fill(n, token, value, number) {
  atomic { if :: token == moves[n] -> l_has[n] = true; l_token[n] = token; l_val[n] = value; l_number[n] = number :: else fi } }

/* ---- a write: the row, then the server, then own memory, then the caller is told ---- */
inline invalidate(n, v) {
#if MUTANT == 44
  moves[n]++;
#endif
  ended();
#if MEMORY && MUTANT != 44
  moves[n]++;
#endif
  atomic { if :: v > own[n] -> own[n] = v :: else fi; if :: v > acked -> acked = v :: else fi } }

/* ---- a read ---- */
#if RETRY
bool undelivered; byte deliveries;        /* of node 0 */
#define JUDGED(n) (n == 1 || !undelivered)
#define AGAIN(n)  (n == 0 && deliveries != d0 && MUTANT != 62)
#else
#define JUDGED(n) true
#define AGAIN(n)  false
#endif
#define UP_TO_DATE(n) (n == 1 && hears[n] && heard[n] == told)   /* what was told is applied, or memory was given up since */
#if DURATION
byte now, complete, asked, awaited, awaited_asked, acked_at;
bool awaits;
#define TRUSTED(n, strict) (complete + 1 >= started)
#else
#define TRUSTED(n, strict) (!strict)
#endif

inline read(n, strict) {
  skip;
  again: atomic {                          /* memory: what it has heard is asked before what it holds */
#if RETRY
    d0 = deliveries;
#endif
#if DURATION
    started = now;
    floor = (acked_at != 0 && acked_at + 1 < started -> 1 : 0);
#else
    floor = (strict || UP_TO_DATE(n) -> acked : own[n]);
#endif
    done = false; trusted = TRUSTED(n, strict);
    if :: MEMORY && trusted && GOOD(n) && JUDGED(n) -> v = l_val[n]; done = true :: else fi;
    token = (MUTANT != 41 -> moves[n] : 0) };
  if :: MEMORY && !done -> atomic {        /* the server is asked; what memory holds it need not send */
          found = VALID; held = GOOD(n) && (l_number[n] == e_number || MUTANT == 45);
          v = (found && held -> l_val[n] : e_val); number = e_number };
        atomic {
          if :: MUTANT == 41 -> token = moves[n] :: else fi;
          if :: found && !held -> fill(n, token, v, number) :: else fi;
          done = found && JUDGED(n);
          if :: AGAIN(n) -> goto again :: else fi }
     :: else fi;
  if :: !done ->
        atomic { token = moves[n]; if :: MUTANT == 14 -> v = db :: else fi };
        begin(number, of_inc, found, v2);
        found = found && JUDGED(n);
        if :: AGAIN(n) -> goto again :: else fi;           /* judged by what waited before */
        if :: found -> v = v2
           :: else ->
              if :: MUTANT != 14 -> v = db :: else fi;     /* the load */
              keep(number, of_inc, v, found);
              if :: MEMORY && found -> fill(n, token, v, number) :: else fi
        fi
     :: else fi }

proctype Reader(byte n; bool strict; byte reads) {
  byte floor, v, v2, token, number, of_inc, d0, started; bool done, found, held, trusted;
  do
    :: reads > 0 ->
       read(n, strict);
       atomic { assert(v >= floor); reads--;
                floor = 0; v = 0; v2 = 0; token = 0; number = 0; of_inc = 0; d0 = 0; started = 0;
                done = false; found = false; held = false; trusted = false }
    :: else -> break
  od }

proctype Writer(byte n; byte writes) {
  byte v;
  do
    :: writes > 0 ->
       atomic { db++; v = db; writes-- };
       invalidate(n, v)
#if DURATION
       ; acked_at = now
#endif
    :: else -> break
  od }

/* ---- what goes wrong with a server ---- */
proctype Evict() {                         /* under memory pressure: any key, each once */
  if :: marker = 0 :: skip fi;
  if :: e_has = false :: skip fi }
proctype Restart() {                       /* it comes back with what it had at some time before; each connection looks who it is */
  byte s_marker, s_m_inc, s_moved, s_inc, s_number, s_val, s_seq; bool s_has;
  atomic { s_marker = marker; s_m_inc = m_inc; s_moved = moved; s_has = e_has; s_inc = e_inc; s_number = e_number; s_val = e_val;
           s_seq = seq };
  if :: atomic { marker = s_marker; m_inc = s_m_inc; e_has = s_has; e_inc = s_inc; e_number = s_number; e_val = s_val; seq = s_seq;
                 if :: MUTANT != 15 -> inc++; moved = seq :: else -> moved = s_moved fi }     /* a record of before is none */
     :: atomic { marker = 0; e_has = false; seq = 0; moved = 0; inc++ }        /* it lost all */
     :: skip fi }

/* ---- announcements: node 0 writes and applies its own by itself, node 1 hears ---- */
byte lost_up_to;                           /* what is on its way ends here: announcements up to this one never come */
proctype Bus() {
  end: do
    :: atomic { hears[1] && heard[1] < told && lost_up_to <= heard[1] ->           /* the next one */
         heard[1]++; moves[1]++
#if DURATION
         ; if :: awaits && heard[1] >= awaited -> complete = awaited_asked; awaits = false :: else fi
#endif
       }
    :: atomic { hears[1] && heard[1] < told && lost_up_to > heard[1] && lost_up_to < told ->   /* a later one: a gap */
         heard[1] = lost_up_to + 1;
         if :: MUTANT != 42 -> distrust(1) :: else fi
#if DURATION
         ; if :: awaits && heard[1] >= awaited -> complete = awaited_asked; awaits = false :: else fi
#endif
       }
  od }
proctype Lose() { atomic { if :: told > lost_up_to -> lost_up_to = told :: skip fi } }
proctype Beat(byte beats) {
  byte k, number, before;
  for (k : 1 .. beats) {
#if DURATION
    asked = now;
#endif
    number = told;
    atomic {
      if :: !hears[1] -> skip
         :: hears[1] && heard[1] >= number -> before = 0
#if DURATION
            ; complete = (MUTANT == 72 -> now : asked); awaits = false
#endif
         :: hears[1] && heard[1] < number && before > heard[1] ->     /* what the beat before told of has not come */
            before = 0; heard[1] = number;
            if :: MUTANT != 46 -> distrust(1) :: else fi
#if DURATION
            ; complete = asked; awaits = false
#endif
         :: else -> before = number
#if DURATION
            ; if :: MUTANT == 71 -> complete = asked :: else -> awaits = true; awaited = number; awaited_asked = asked fi
#endif
      fi } } }
#if BROKEN
proctype Cut() {                           /* the connection breaks; the next subscription stands before it is believed */
  byte number;
  atomic { hears[1] = false; lost_up_to = told; distrust(1) };
  if :: MUTANT == 52 -> number = told; atomic { distrust(1) }; atomic { lost_up_to = told; heard[1] = told; hears[1] = true }
     :: else -> number = told;             /* subscribed: what is told from here on comes */
                atomic { if :: MUTANT != 53 -> distrust(1) :: else fi; heard[1] = number; lost_up_to = number; hears[1] = true }
  fi }
#endif
#if RETRY
proctype FailingWriter() {
  atomic { db++ };
  atomic { undelivered = true; if :: MUTANT != 61 -> own[0] = db :: else -> own[0] = db; undelivered = false fi };   /* told: it failed */
  moves[0]++;
  ended(); moves[0]++;
  atomic { undelivered = false; deliveries++; acked = db } }
#endif
#if DURATION
proctype Time() { do :: now < 5 -> now++ :: else -> break od }
#endif

init { atomic {
#if SERVER
  run Writer(0, 2); run Evict(); run Restart(); run Reader(0, true, 1); run Reader(1, true, 1)
#elif LAYERED
  run Writer(0, 2); run Bus(); run Lose(); run Beat(2); run Reader(1, false, 2)
#elif BROKEN
  run Writer(0, 2); run Bus(); run Cut(); run Reader(1, false, 2)
#elif RETRY
  run FailingWriter(); run Reader(0, false, 2); run Reader(1, true, 1)
#elif DURATION
  now = 1; complete = 1; e_has = true; e_inc = inc; e_number = seq; l_has[1] = true; l_number[1] = seq;
  run Writer(0, 1); run Bus(); run Lose(); run Beat(2); run Reader(1, false, 1); run Time()
#elif OWN
  run Writer(0, 2); run Reader(0, false, 2); run Reader(1, true, 2)
#endif
} }
