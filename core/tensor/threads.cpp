#include "tensor/threads.h"

#include <algorithm>
#include <fstream>
#include <sched.h>
#include <set>
#include <string>
#include <thread>
#include <utility>

namespace headscope {
namespace {

int readTopology(int cpu, const char* what) {
  std::ifstream file("/sys/devices/system/cpu/cpu" + std::to_string(cpu) + "/topology/" + what);
  int value = -1;
  file >> value;
  return value;
}

int countPhysicalCores() {
  cpu_set_t allowed;
  CPU_ZERO(&allowed);
  if (sched_getaffinity(0, sizeof(allowed), &allowed) != 0) {
    return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  }
  std::set<std::pair<int, int>> cores;
  for (int cpu = 0; cpu < CPU_SETSIZE; ++cpu) {
    if (!CPU_ISSET(cpu, &allowed)) {
      continue;
    }
    const int core = readTopology(cpu, "core_id");
    // A machine that does not tell its topology counts every processor as a core.
    cores.emplace(core < 0 ? -1 : readTopology(cpu, "physical_package_id"), core < 0 ? cpu : core);
  }
  return std::max<int>(1, static_cast<int>(cores.size()));
}

thread_local int allowed = 0;  // 0: as many as there are cores

}  // namespace

int physicalCores() {
  static const int cores = countPhysicalCores();
  return cores;
}

int allowedThreads() {
  return allowed > 0 ? allowed : physicalCores();
}

ScopedThreads::ScopedThreads(int threads) : before_(allowed) {
  allowed = threads > 0 ? threads : 0;
}

ScopedThreads::~ScopedThreads() {
  allowed = before_;
}

}  // namespace headscope
