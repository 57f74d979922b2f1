// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "scoring/rubric.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <set>

#include "core/file.h"
#include "core/hash.h"
#include "core/json.h"
#include "core/sourced.h"
#include "events/vocabulary.h"
#include "scoring/critical_failures.h"
#include "scoring/measures.h"

namespace dryrun::scoring {
namespace {

constexpr Range kPoints{0.001, 1000.0};
constexpr Range kAny{-1e6, 1e6};

std::string names_of_measures() {
    std::string names;
    for (const MeasureKind& kind : measure_kinds())
        names += (names.empty() ? "" : ", ") + std::string(kind.name);
    return names;
}

void read_limits(JsonReader& reader, const MeasureKind& kind, MeasureRule& rule) {
    if (kind.limits.empty()) return;
    JsonReader limits = reader.object("limits");
    for (const std::string_view limit : kind.limits)
        rule.limits.emplace(limit, limits.number(limit, {0.0, 1e6}));
    limits.finish();
}

void read_needs(JsonReader& reader, const MeasureKind& kind, MeasureRule& rule) {
    if (kind.needs == MeasureKind::Needs::Nothing) return;
    const bool are_topics = kind.needs == MeasureKind::Needs::Topics;
    rule.needs = reader.texts("needs");
    if (rule.needs.empty()) reader.fail("needs", "needs at least one word");
    std::set<std::string> seen;
    for (const std::string& word : rule.needs) {
        const bool is_word = are_topics ? events::is_word_of(events::kTopics, word)
                                        : events::is_word_of(events::kSteps, word);
        if (!is_word)
            reader.fail("needs", "\"" + word + "\" is no " + (are_topics ? "topic" : "step"));
        if (!seen.insert(word).second) reader.fail("needs", "\"" + word + "\" stands twice");
    }
}

MeasureRule read_measure(JsonReader& reader, std::set<std::string>& names) {
    MeasureRule rule;
    rule.name = reader.text("name");
    const MeasureKind* kind = find_measure(rule.name);
    if (kind == nullptr) {
        reader.fail("name", "\"" + rule.name + "\" is none of " + names_of_measures());
        return rule;
    }
    // Other programs read measures by name alone.
    if (!names.insert(rule.name).second) reader.fail("name", "\"" + rule.name + "\" stands twice");
    rule.title = reader.text("title");
    rule.unit = reader.choice("unit", {std::string(kind->unit)});
    rule.max_points = reader.number("max_points", kPoints);
    rule.full = reader.number("full", kAny);
    rule.zero = reader.number("zero", kAny);
    if (rule.full == rule.zero) reader.fail("zero", "is the same as \"full\"");
    const std::string absent = reader.choice("when_absent", {"zero", "left_out"});
    rule.when_absent = absent == "zero" ? WhenAbsent::Zero : WhenAbsent::LeftOut;
    read_limits(reader, *kind, rule);
    read_needs(reader, *kind, rule);
    const Source source = read_source(reader);
    rule.source = source.text;
    rule.grade = source.grade;
    reader.finish();
    return rule;
}

DomainRule read_domain(JsonReader& reader, std::set<std::string>& measures,
                       std::set<std::string>& domains) {
    DomainRule rule;
    rule.name = reader.text("name");
    if (!domains.insert(rule.name).second)
        reader.fail("name", "\"" + rule.name + "\" stands twice");
    rule.title = reader.text("title");
    rule.weight = reader.number("weight", {0.0, 1.0});
    for (JsonReader& measure : reader.list("measures"))
        rule.measures.push_back(read_measure(measure, measures));
    if (rule.measures.empty()) reader.fail("measures", "needs at least one measure");
    reader.finish();
    return rule;
}

CriticalRule read_critical(JsonReader& reader, std::set<std::string>& codes) {
    CriticalRule rule;
    rule.code = reader.choice("code", critical_failure_codes());
    if (!codes.insert(rule.code).second) reader.fail("code", "\"" + rule.code + "\" stands twice");
    rule.title = reader.text("title");
    rule.consequence = reader.text("consequence");
    reader.finish();
    return rule;
}

PassMark read_pass_mark(JsonReader reader) {
    PassMark mark;
    mark.value = reader.number("value", {0.0, 100.0});
    mark.status = reader.choice("status", {"provisional", "set"});
    if (reader.has("method")) mark.method = reader.text("method");
    if (mark.status == "set" && !mark.method)
        reader.fail("method", "a pass mark is set by a method; name it");
    reader.finish();
    return mark;
}

std::filesystem::path shipped_folder() {
    return assets_folder() / "rubrics";
}

}  // namespace

Result<Rubric> parse_rubric(std::string_view text, const std::string& place) {
    const Result<Json> json = parse_json(text, place);
    if (!json) return json.error();
    JsonReader reader(*json, place);
    Rubric rubric;
    reader.choice("schema", {"dryrun.rubric/" + std::to_string(kRubricSchema)});
    rubric.name = reader.text("name");
    rubric.version = reader.text("version");
    reader.text("notes");
    rubric.sha256 = sha256_hex(text);
    rubric.pass_mark = read_pass_mark(reader.object("pass_mark"));
    std::set<std::string> codes, measures, domains;
    for (JsonReader& critical : reader.list("critical_failures"))
        rubric.critical_failures.push_back(read_critical(critical, codes));
    double sum = 0.0;
    for (JsonReader& domain : reader.list("domains")) {
        rubric.domains.push_back(read_domain(domain, measures, domains));
        sum += rubric.domains.back().weight;
    }
    if (std::fabs(sum - 1.0) > 1e-9)
        reader.fail("domains", "weights sum to " + number_text(sum) + ", not to 1");
    reader.finish();
    if (const Status status = reader.status(); !status.ok()) return status.error();
    return rubric;
}

Result<Rubric> read_rubric(const std::string& name_or_path) {
    const std::vector<std::string> shipped = shipped_rubrics();
    const bool is_shipped =
        std::find(shipped.begin(), shipped.end(), name_or_path) != shipped.end();
    const std::filesystem::path path = is_shipped ? shipped_folder() / (name_or_path + ".json")
                                                  : std::filesystem::path(name_or_path);
    const Result<std::string> text = read_file(path);
    if (text) return parse_rubric(*text, path.string());
    Error error = text.error();
    error.hint = "`dryrun list rubrics` names those that are shipped";
    return error;
}

std::vector<std::string> shipped_rubrics() {
    std::vector<std::string> names;
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator(shipped_folder(), ignored))
        if (entry.path().extension() == ".json") names.push_back(entry.path().stem().string());
    std::sort(names.begin(), names.end());
    return names;
}

}  // namespace dryrun::scoring
