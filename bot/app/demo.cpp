#include "bot/app/demo.h"

namespace tocsin::app {
namespace {

using nlohmann::json;
using namespace std::chrono_literals;

constexpr const char* incidents = "C0INCIDENTS";
constexpr const char* dana = "U000DANA";
constexpr const char* kim = "U000KIM";

json types(const char* person, const char* line) {
    return {{"as", person}, {"do", "slash"}, {"channel", incidents}, {"text", line}};
}
json does(const char* person, const char* what) {
    return {{"as", person}, {"do", what}};
}

}  // namespace

std::vector<DemoStep> demo_steps() {
    const json says{{"as", kim},
                    {"do", "message"},
                    {"channel", incidents},
                    {"text", "Every request to `api.example.com` fails since a minute ago."}};
    const json presses_1{{"as", dana}, {"do", "key"}, {"key", "1"}};
    const json texts{{"as", dana}, {"do", "text"}, {"text", "res Raised the size of the connection pool."}};
    return {
        {1s,
         "Kim sees that the API is down and declares a SEV 1.",
         0s,
         {says, types(kim,
                      "/incident declare sev1 service:api API Down -- All requests to `api.example.com` "
                      "fail with 500 errors.")}},
        {7s,
         "The phone of whoever is on call rings: Dana answers, and hears what is wrong.",
         20s,
         {does(dana, "answer_call")}},
        {8s, "She presses 1. The card says who has it, and nobody else is woken.", 10s, {presses_1}},
        {8s,
         "Dana has found the cause: one line tells everybody, and starts the clock of the next update.",
         2min,
         {types(dana,
                "/incident update identified: Root cause identified: database connection pool exhausted. "
                "eta 15m")}},
        {8s,
         "Ten minutes go by without a word. The thread is reminded of the update it was promised.",
         10min,
         {}},
        {8s,
         "The pool is larger now. Tocsin keeps watch while Dana looks at the graphs.",
         1min,
         {types(dana, "/incident update monitoring: Pool raised to 200, errors are falling.")}},
        {8s,
         "All green. Dana resolves by a text from her phone; Slack need not even be there.",
         8min,
         {texts}},
        {8s,
         "The thread has the facts and the beginning of a post-mortem. Now it is yours: declare an incident "
         "yourself, or press Reset.",
         0s,
         {}},
    };
}

}  // namespace tocsin::app
