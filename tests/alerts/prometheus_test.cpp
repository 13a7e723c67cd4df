#include "bot/alerts/prometheus.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace tocsin;
using namespace tocsin::alerts;

namespace {

std::string vector_of(const std::string& samples) {
    return R"({"status":"success","data":{"resultType":"vector","result":[)" + samples + "]}}";
}

std::string sample(const std::string& value) {
    return R"({"metric":{"service":"api"},"value":[1795402898.350,")" + value + "\"]}";
}

}  // namespace

TEST_CASE("a query is the body of a form") {
    CHECK(instant_query("sum(rate(x{code=~\"5..\"}[1m]))") ==
          "query=sum%28rate%28x%7Bcode%3D~%225..%22%7D%5B1m%5D%29%29");
}

TEST_CASE("one series, a scalar, or no data") {
    const auto number = [](const std::string& body) {
        const auto read = read_instant(200, body);
        REQUIRE(read.has_value());
        return *read;
    };
    CHECK(number(vector_of(sample("0.42"))) == 0.42);
    CHECK(number(vector_of(sample("1e3"))) == 1000.0);
    CHECK(
        number(R"({"status":"success","warnings":["x"],"data":{"resultType":"scalar","result":[1,"7"]}})") ==
        7.0);
    CHECK(number(vector_of("")) == std::nullopt);
    for (const auto* nothing : {"NaN", "+Inf", "-Inf"})
        CHECK(number(vector_of(sample(nothing))) == std::nullopt);
}

TEST_CASE("what is no value says why") {
    CHECK(read_instant(200, vector_of(sample("1") + "," + sample("2"))).error().message ==
          "The query gives 2 series: aggregate them, as in sum(…).");
    CHECK(read_instant(400, R"({"status":"error","errorType":"bad_data","error":"parse error"})")
              .error()
              .message == "Prometheus says: parse error");
    CHECK(read_instant(404, "404 page not found").error().message == "Prometheus answers 404.");
    for (const std::string& body : std::vector<std::string>{
             vector_of("{}"), vector_of(R"({"value":[1]})"), vector_of(R"({"value":[1,2]})"),
             vector_of(sample("x")), vector_of(sample("1x")), vector_of(sample("")),
             std::string(R"({"status":"success"})"),
             std::string(R"({"status":"success","data":{"resultType":"matrix","result":[]}})"),
             std::string("{"), std::string(100'000, '[')}) {
        CAPTURE(body.substr(0, 200));
        CHECK_FALSE(read_instant(200, body).has_value());
    }
}
