// What all lines of the log share that are written while something is being done: the number of the incident,
// the ID of the request. Of the thread that made it; what a single line says of itself is log.h's.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "bot/base/log.h"

namespace tocsin::log {

// Fields of every line from here to the end of the scope, behind the line's own; a line that names a field
// itself wins, then the innermost scope.
class Scope {
  public:
    explicit Scope(std::vector<Field> fields);
    ~Scope();
    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;

  private:
    std::size_t before_;
};

// Lines of the level info wait for `let_go`, and are dropped without it: they tell of what is not durable
// yet. Warnings and errors do not wait.
class Held {
  public:
    Held();
    ~Held();
    Held(const Held&) = delete;
    Held& operator=(const Held&) = delete;

    void let_go();

  private:
    std::vector<std::string> lines_;
};

}  // namespace tocsin::log
