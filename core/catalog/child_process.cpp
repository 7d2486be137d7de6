#include "catalog/child_process.h"

#include <cerrno>
#include <condition_variable>
#include <fcntl.h>
#include <mutex>
#include <signal.h>
#include <spawn.h>
#include <string_view>
#include <sys/wait.h>
#include <unistd.h>

namespace headscope {

namespace {

using Clock = std::chrono::steady_clock;
constexpr auto kPoll = std::chrono::milliseconds(20);
constexpr auto kTick = std::chrono::milliseconds(100);
constexpr auto kGrace = std::chrono::seconds(2);

class SpawnActions {
 public:
  SpawnActions() { posix_spawn_file_actions_init(&actions_); }
  SpawnActions(const SpawnActions&) = delete;
  SpawnActions& operator=(const SpawnActions&) = delete;
  ~SpawnActions() { posix_spawn_file_actions_destroy(&actions_); }

  int redirect(const std::filesystem::path& output) {
    int status =
        posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    if (status == 0) {
      status = posix_spawn_file_actions_addopen(&actions_, STDOUT_FILENO, output.c_str(),
                                                O_WRONLY | O_CREAT | O_APPEND, 0644);
    }
    return status != 0 ? status
                       : posix_spawn_file_actions_adddup2(&actions_, STDOUT_FILENO, STDERR_FILENO);
  }

  const posix_spawn_file_actions_t* get() const { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_{};
};

// Its own process group, so that a stop reaches what it started too and a Ctrl+C at the terminal
// only reaches us; the signals that we may have blocked or ignored as a fresh program has them.
class SpawnAttributes {
 public:
  SpawnAttributes() {
    posix_spawnattr_init(&attributes_);
    posix_spawnattr_setpgroup(&attributes_, 0);
    sigset_t signals;
    sigemptyset(&signals);
    posix_spawnattr_setsigmask(&attributes_, &signals);
    for (const int number : {SIGINT, SIGTERM, SIGPIPE, SIGHUP}) {
      sigaddset(&signals, number);
    }
    posix_spawnattr_setsigdefault(&attributes_, &signals);
    posix_spawnattr_setflags(
        &attributes_, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  }
  SpawnAttributes(const SpawnAttributes&) = delete;
  SpawnAttributes& operator=(const SpawnAttributes&) = delete;
  ~SpawnAttributes() { posix_spawnattr_destroy(&attributes_); }

  const posix_spawnattr_t* get() const { return &attributes_; }

 private:
  posix_spawnattr_t attributes_{};
};

std::vector<std::string> joinedEnvironment(const ChildCommand& command) {
  std::vector<std::string> joined;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    const std::string_view name = text.substr(0, text.find('='));
    bool replaced = false;
    for (const auto& [key, value] : command.environment) {
      replaced = replaced || key == name;
    }
    if (!replaced) {
      joined.emplace_back(text);
    }
  }
  for (const auto& [key, value] : command.environment) {
    joined.push_back(key + "=" + value);
  }
  return joined;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> list;
  for (std::string& text : texts) {
    list.push_back(text.data());
  }
  list.push_back(nullptr);
  return list;
}

tl::expected<pid_t, int> spawn(const ChildCommand& command) {
  SpawnActions actions;
  if (const int status = actions.redirect(command.outputFile); status != 0) {
    return tl::unexpected(status);
  }
  const SpawnAttributes attributes;
  std::vector<std::string> arguments = command.arguments;
  std::vector<std::string> environment = joinedEnvironment(command);
  pid_t child = 0;
  const int status =
      ::posix_spawnp(&child, arguments.front().c_str(), actions.get(), attributes.get(),
                     pointers(arguments).data(), pointers(environment).data());
  if (status != 0) {
    return tl::unexpected(status);
  }
  return child;
}

// Whether it has ended. It is not reaped, so its number still names its process group.
tl::expected<bool, int> hasEnded(pid_t child) {
  while (true) {
    siginfo_t about{};
    if (::waitid(P_PID, static_cast<id_t>(child), &about, WEXITED | WNOHANG | WNOWAIT) == 0) {
      return about.si_pid == child;
    }
    if (errno != EINTR) {
      return tl::unexpected(errno);
    }
  }
}

tl::expected<int, int> reap(pid_t child) {
  int status = 0;
  while (::waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) {
      return tl::unexpected(errno);
    }
  }
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

}  // namespace

tl::expected<ChildExit, int> runChild(const ChildCommand& command,
                                      const std::function<void()>& whileRunning,
                                      std::stop_token stop) {
  if (command.arguments.empty()) {
    return tl::unexpected(EINVAL);
  }
  const tl::expected<pid_t, int> child = spawn(command);
  if (!child) {
    return tl::unexpected(child.error());
  }
  std::mutex mutex;
  std::condition_variable_any never;
  Clock::time_point tick = Clock::now();
  Clock::time_point askedToEnd{};
  bool stopped = false;
  while (true) {
    const tl::expected<bool, int> ended = hasEnded(*child);
    if (!ended) {
      return tl::unexpected(ended.error());
    }
    if (*ended) {
      break;
    }
    const Clock::time_point now = Clock::now();
    if (!stopped && stop.stop_requested()) {
      stopped = true;
      askedToEnd = now;
      ::kill(-*child, SIGTERM);
    } else if (stopped && now - askedToEnd > kGrace) {
      ::kill(-*child, SIGKILL);
    }
    if (whileRunning && !stopped && now - tick >= kTick) {
      tick = now;
      whileRunning();
    }
    std::unique_lock guard(mutex);
    // After the stop request the token no longer waits; a plain pause is wanted then.
    never.wait_for(guard, stopped ? std::stop_token() : stop, kPoll, [] { return false; });
  }
  if (stopped) {
    ::kill(-*child, SIGKILL);  // what it may have left running
  }
  const tl::expected<int, int> status = reap(*child);
  if (!status) {
    return tl::unexpected(status.error());
  }
  return ChildExit{.status = *status, .stopped = stopped};
}

}  // namespace headscope
