import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongUnaryOperator;

/**
 * Caffeine under the workload of memory_benchmarks, in the words of its --on-request: for each line on standard input one
 * round, a line of JSON a case, then an empty line. The first rounds of a virtual machine are slow; some are done before
 * the first is asked for.
 *
 * <p>Arguments: the file of the sequence, the number of keys, milliseconds a case.
 */
public final class CaffeineHits {
  record Key(long id) {}

  record Account(long id, String name, String address) {}

  static Account load(Key key) {
    char letter = (char) ('a' + key.id() % 26);
    return new Account(key.id(), String.valueOf(letter).repeat(24), String.valueOf(letter).repeat(24));
  }

  static final String PEER = "Caffeine LoadingCache, record key";
  static volatile long last;

  final long[] sequence;
  final long nanoseconds;
  final LoadingCache<Key, Account> roomy;
  final LoadingCache<Key, Account> full;
  final AtomicInteger runs = new AtomicInteger();
  long nextNewKey = 1L << 40;

  CaffeineHits(long[] sequence, int keys, long nanoseconds) {
    this.sequence = sequence;
    this.nanoseconds = nanoseconds;
    roomy = Caffeine.newBuilder().maximumSize(keys + keys / 4).build(CaffeineHits::load);
    full = Caffeine.newBuilder().maximumSize(keys / 10).executor(Runnable::run).build(CaffeineHits::load);
    for (long id = 0; id < keys; id++) {
      roomy.get(new Key(id));
      full.get(new Key(id));
    }
  }

  static long[] read(String path) throws IOException {
    try (FileChannel file = FileChannel.open(Path.of(path))) {
      ByteBuffer bytes = file.map(FileChannel.MapMode.READ_ONLY, 0, file.size()).order(ByteOrder.LITTLE_ENDIAN);
      long[] sequence = new long[(int) (file.size() / Long.BYTES)];
      bytes.asLongBuffer().get(sequence);
      return sequence;
    }
  }

  /** A number of accesses, beginning at a place; the result keeps the compiler from leaving them out. */
  interface Accesses {
    long run(int place, int number);
  }

  long readKeys(int place, int number) {
    long sum = 0;
    int mask = sequence.length - 1;
    for (int i = 0; i < number; i++) sum += roomy.get(new Key(sequence[(place + i) & mask])).id();
    return sum;
  }

  long readHotKey(int place, int number) {
    long sum = 0;
    for (int i = 0; i < number; i++) sum += roomy.get(new Key(sequence[0])).id();
    return sum;
  }

  long followKeys(int place, int number) {
    int mask = sequence.length - 1;
    for (int i = 0; i < number; i++) place += 1 + (int) (roomy.get(new Key(sequence[place & mask])).id() >>> 63);
    return place;
  }

  Accesses readAndWriteKeys(int writes) {
    return (place, number) -> {
      long sum = 0;
      int mask = sequence.length - 1;
      for (int i = place; i < place + number; i++) {
        Key key = new Key(sequence[i & mask]);
        if ((i * 0x9E3779B97F4A7C15L) >>> 54 < writes) {
          roomy.put(key, load(key));
        } else {
          sum += roomy.get(key).id();
        }
      }
      return sum;
    };
  }

  long readNewKeys(int place, int number) {
    long sum = 0;
    for (int i = 0; i < number; i++) sum += full.get(new Key(nextNewKey++)).id();
    return sum;
  }

  /** Runs pieces until the time is over; gives their accesses. */
  long runFor(Accesses accesses) {
    final int piece = 256;
    long number = 0;
    int place = runs.incrementAndGet() * 0x9E3779B1;
    for (long end = System.nanoTime() + nanoseconds; System.nanoTime() < end; number += piece) {
      last = accesses.run(place + (int) number, piece);
    }
    return number;
  }

  static void tell(String group, int threads, double wall, double processor) {
    System.out.printf(Locale.ROOT, "{\"name\": \"%s/%s\", \"threads\": %d, \"wall\": %.3f, \"processor\": %.3f}%n", group,
        PEER, threads, wall, processor);
  }

  void measureAlone(String group, Accesses accesses) {
    var threads = ManagementFactory.getThreadMXBean();
    long processor = threads.getCurrentThreadCpuTime();
    long begin = System.nanoTime();
    double number = runFor(accesses);
    tell(group, 1, (System.nanoTime() - begin) / number, (threads.getCurrentThreadCpuTime() - processor) / number);
  }

  void measureTogether(String group, Accesses accesses) throws Exception {
    long[] numbers = new long[2];
    CyclicBarrier ready = new CyclicBarrier(3);
    Thread[] threads = new Thread[2];
    for (int i = 0; i < 2; i++) {
      int own = i;
      threads[i] = new Thread(() -> {
        try {
          ready.await();
        } catch (Exception error) {
          throw new IllegalStateException(error);
        }
        numbers[own] = runFor(accesses);
      });
      threads[i].start();
    }
    ready.await();
    long begin = System.nanoTime();
    for (Thread thread : threads) thread.join();
    double wall = System.nanoTime() - begin;
    tell(group, 2, wall / (numbers[0] + numbers[1]), 2 * wall / (numbers[0] + numbers[1]));
  }

  void round() throws Exception {
    measureAlone("hits/chain", this::followKeys);
    measureAlone("misses", this::readNewKeys);
    for (int threads = 1; threads <= 2; threads++) {
      measure(threads, "hits/zipf", this::readKeys);
      measure(threads, "hits/hot", this::readHotKey);
      measure(threads, "hits/95", readAndWriteKeys(51));
      measure(threads, "hits/50", readAndWriteKeys(512));
    }
    System.out.println();
    System.out.flush();
  }

  void measure(int threads, String group, Accesses accesses) throws Exception {
    if (threads == 1) {
      measureAlone(group, accesses);
    } else {
      measureTogether(group, accesses);
    }
  }

  public static void main(String[] arguments) throws Exception {
    long milliseconds = Long.parseLong(arguments[2]);
    var hits = new CaffeineHits(read(arguments[0]), Integer.parseInt(arguments[1]), milliseconds * 1_000_000);
    var shown = System.out;
    System.setOut(new java.io.PrintStream(java.io.OutputStream.nullOutputStream()));
    for (int i = 0; i < 10; i++) hits.round();
    System.setOut(shown);
    var requests = new BufferedReader(new InputStreamReader(System.in));
    while (requests.readLine() != null) hits.round();
  }
}
