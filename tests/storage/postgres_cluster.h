// A PostgreSQL server of the tests' own: made in a temporary folder when the first test asks for it, reached
// by a socket there, stopped when the test program ends. Its default collation is not byte by byte.
#pragma once

#include <sys/types.h>

#include <string>

namespace tocsin::storage::testing {

class PostgresCluster {
  public:
    // Of this process. Fails the test when PostgreSQL is not installed (scripts/install test).
    static PostgresCluster& one();

    // The address of a schema of that name, which is made when it is not there yet: as good as a database.
    std::string url(const std::string& schema);
    void drop(const std::string& schema);  // with all that is in it
    // The same through another socket's folder.
    std::string url_by(const std::string& folder, const std::string& schema) const;
    std::string folder() const { return folder_; }

    void stop();   // as somebody who restarts the server would; sessions end
    void crash();  // what it had not written down is lost
    void start();  // until it can be spoken to

    PostgresCluster(const PostgresCluster&) = delete;
    PostgresCluster& operator=(const PostgresCluster&) = delete;

  private:
    PostgresCluster();
    ~PostgresCluster();
    void end(int signal);

    std::string folder_;
    pid_t server_ = 0;  // 0: it does not run
};

}  // namespace tocsin::storage::testing
