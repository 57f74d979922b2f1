// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// JUnit XML for CI servers (tests/junit.xsd): a suite an attempt; a test case a measure, failing
// under half its points and skipped where it was left out; a failing one for each critical failure.
#include "core/json.h"
#include "scoring/escape.h"
#include "scoring/report_formats.h"

namespace dryrun::scoring {
namespace {

struct Counts {
    int tests = 0;
    int failures = 0;
    int skipped = 0;
    double time = 0.0;

    Counts& operator+=(const Counts& other) {
        tests += other.tests;
        failures += other.failures;
        skipped += other.skipped;
        time += other.time;
        return *this;
    }
    std::string attributes() const {
        return " tests=\"" + std::to_string(tests) + "\" failures=\"" + std::to_string(failures) +
               "\" errors=\"0\" skipped=\"" + std::to_string(skipped) + "\" time=\"" +
               fixed_text(time, 3) + "\"";
    }
};

std::string attribute(const char* name, const std::string& value) {
    return std::string(" ") + name + "=\"" + markup(value) + "\"";
}

std::string property(const char* name, const std::string& value) {
    return "      <property" + attribute("name", name) + attribute("value", value) + "/>\n";
}

std::string measure_case(const Score& score, const DomainScore& domain, const MeasureScore& measure,
                         Counts& counts) {
    ++counts.tests;
    const std::string open = "    <testcase" +
                             attribute("classname", score.scenario + "." + domain.name) +
                             attribute("name", measure.name) + " time=\"0\"";
    if (!measure.points) {
        ++counts.skipped;
        return open + "><skipped" + attribute("message", measure.reason) + "/></testcase>\n";
    }
    if (*measure.points >= 0.5 * measure.max_points) return open + "/>\n";
    ++counts.failures;
    const std::string message = measure.title + ": " + value_in_words(measure) + ", " +
                                points_in_words(measure) + " points";
    return open + "><failure" + attribute("message", message) + attribute("type", domain.name) +
           ">" + markup(measure.reason) + "</failure></testcase>\n";
}

std::string critical_case(const Score& score, const CriticalFailure& failure, Counts& counts) {
    ++counts.tests;
    ++counts.failures;
    return "    <testcase" + attribute("classname", score.scenario + ".critical_failures") +
           attribute("name", failure.code + " at " + tick_in_words(failure.tick)) +
           " time=\"0\"><failure" + attribute("message", failure.title) +
           attribute("type", "critical_failure") + ">" +
           markup(detail_in_words(failure) + ". " + failure.consequence) +
           "</failure></testcase>\n";
}

std::string suite(const Score& score, Counts& counts) {
    std::string cases;
    for (const CriticalFailure& failure : score.critical_failures)
        cases += critical_case(score, failure, counts);
    for (const DomainScore& domain : score.domains)
        for (const MeasureScore& measure : domain.measures)
            cases += measure_case(score, domain, measure, counts);
    counts.time = score.simulated_s;
    return "  <testsuite" +
           attribute("name", score.scenario + " " + score.attempt_sha256.substr(0, 12)) +
           counts.attributes() + ">\n    <properties>\n" + property("file", score.file) +
           property("attempt_sha256", score.attempt_sha256) +
           property("score", fixed_text(score.score, 2)) +
           property("passed", score.passed ? "true" : "false") +
           property("pass_mark", pass_mark_in_words(score.pass_mark)) +
           property("rubric", score.rubric_name + " " + score.rubric_version) +
           property("rubric_sha256", score.rubric_sha256) + "    </properties>\n" + cases +
           "  </testsuite>\n";
}

}  // namespace

std::string junit_report(std::span<const Score> scores) {
    Counts all;
    std::string suites;
    for (const Score& score : scores) {
        Counts counts;
        suites += suite(score, counts);
        all += counts;
    }
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"dryrun\"" +
           all.attributes() + ">\n" + suites + "</testsuites>\n";
}

}  // namespace dryrun::scoring
