// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "scenario/scenario.h"

#include <algorithm>
#include <filesystem>
#include <set>

#include "core/file.h"
#include "core/json.h"
#include "events/vocabulary.h"

namespace dryrun::scenario {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLongestName = 64;
constexpr std::size_t kLongestText = 2000;
constexpr std::size_t kMostPoints = 16;
constexpr std::size_t kMostNeedles = 16;
// What a tissue block and a palpating finger can still make sense of.
constexpr Range kSpread{0.0, 30.0};
constexpr Range kDepthSpread{0.0, 10.0};
constexpr Range kStiffnessRatio{1.0, 10.0};
constexpr Range kBandRadius{1.0, 6.0};
constexpr Range kBandLength{10.0, 150.0};
constexpr Range kThreshold_kPa{20.0, 1500.0};
constexpr Range kArea_mm2{2.0, 80.0};
constexpr Range kNoise_uV{0.0, 200.0};
constexpr Range kPlanned_s{0.0, 1500.0};
constexpr Range kShare{0.0, 1.0};
constexpr Range kNrs{0.0, 10.0};
constexpr Range kTilt_deg{0.0, 80.0};

fs::path scenarios_folder() {
    return assets_folder() / "scenarios";
}

bool is_plain_name(const std::string& name) {
    return !name.empty() && name.size() <= kLongestName &&
           std::all_of(name.begin(), name.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
           });
}

std::string read_words(JsonReader& reader, std::string_view key) {
    std::string text = reader.text(key);
    if (text.empty()) reader.fail(key, "is empty");
    if (text.size() > kLongestText) reader.fail(key, "is longer than 2000 bytes");
    return text;
}

template <std::size_t Size>
std::vector<std::string> list_of(const std::array<std::string_view, Size>& words) {
    return {words.begin(), words.end()};
}

physiology::PointKind read_kind(JsonReader& reader) {
    using physiology::PointKind;
    const std::vector<PointKind> kinds = {PointKind::Active, PointKind::Latent, PointKind::BandOnly,
                                          PointKind::TenderOnly};
    std::vector<std::string> names;
    for (const PointKind kind : kinds) names.emplace_back(name_of(kind));
    const std::string name = reader.choice("kind", names);
    const auto found = std::find(names.begin(), names.end(), name);
    return found == names.end() ? PointKind::Active
                                : kinds[static_cast<std::size_t>(found - names.begin())];
}

TriggerPointPlacement read_point(JsonReader& reader) {
    const TriggerPointPlacement usual;
    TriggerPointPlacement point;
    point.muscle = read_words(reader, "muscle");
    point.site = read_words(reader, "site");
    point.kind = read_kind(reader);
    point.spread = reader.number_or("spread_mm", usual.spread, kSpread);
    point.depth_spread = reader.number_or("depth_spread_mm", usual.depth_spread, kDepthSpread);
    point.stiffness_ratio =
        reader.number_or("stiffness_ratio", usual.stiffness_ratio, kStiffnessRatio);
    point.band_radius = reader.number_or("band_radius_mm", usual.band_radius, kBandRadius);
    point.band_length = reader.number_or("band_length_mm", usual.band_length, kBandLength);
    if (reader.has("nodule_area_mm2"))
        point.nodule_area_mm2 = reader.number("nodule_area_mm2", kArea_mm2);
    if (reader.has("threshold_kPa"))
        point.threshold_kPa = reader.number("threshold_kPa", kThreshold_kPa);
    if (reader.has("endplate_noise_uV"))
        point.endplate_noise_uV = reader.number("endplate_noise_uV", kNoise_uV);
    reader.finish();
    return point;
}

// Where the author says why not needling is right and no more, every reason for it is.
std::vector<std::string> read_endings(JsonReader& reader, bool is_declining_right) {
    std::vector<std::string> endings;
    if (reader.has("right_endings")) {
        endings = reader.texts("right_endings");
        if (!is_declining_right) reader.fail("right_endings", "wants a decline_reason beside it");
        for (const std::string& ending : endings)
            if (!events::is_word_of(events::kFinishReasons, ending) || ending == "done")
                reader.fail("right_endings", "\"" + ending + "\" is no reason for not needling");
    } else if (is_declining_right) {
        for (const std::string_view ending : events::kFinishReasons)
            if (ending != "done") endings.emplace_back(ending);
    }
    return endings;
}

physiology::PlannedEvent read_planned(JsonReader& reader) {
    physiology::PlannedEvent event;
    event.kind = read_words(reader, "kind");
    event.after_s = reader.number("after_first_puncture_s", kPlanned_s);
    reader.finish();
    return event;
}

physiology::DrawnPoints read_drawn(JsonReader& reader) {
    physiology::DrawnPoints drawn;
    drawn.muscles = reader.texts("muscles");
    if (drawn.muscles.empty()) reader.fail("muscles", "wanted at least one");
    drawn.least = static_cast<int>(reader.integer("least", 0, 8));
    drawn.most = static_cast<int>(reader.integer("most", 0, 8));
    if (drawn.most < drawn.least) reader.fail("most", "is less than least");
    drawn.active_share = reader.number_or("active_share", drawn.active_share, kShare);
    drawn.decoy_share = reader.number_or("decoy_share", drawn.decoy_share, kShare);
    reader.finish();
    return drawn;
}

void read_answers(JsonReader& reader, Patient& patient) {
    if (!reader.has("answers")) return;
    JsonReader answers = reader.object("answers");
    for (const auto& [topic, phrase] : answers.value().items()) {
        if (!events::is_word_of(events::kTopics, topic)) {
            answers.fail(topic, "is no topic that can be asked");
            return;
        }
        patient.answers.emplace_back(topic, read_words(answers, topic));
    }
}

Patient read_patient(JsonReader& reader) {
    const Patient usual;
    Patient patient;
    patient.name = read_words(reader, "name");
    patient.complaint = read_words(reader, "complaint");
    if (reader.has("temperament"))
        patient.temperament = reader.choice("temperament", {"plain", "stoic", "anxious", "vague"});
    patient.fear_nrs = reader.number_or("fear_nrs", usual.fear_nrs, kNrs);
    patient.pain_limit_nrs = reader.number_or("pain_limit_nrs", usual.pain_limit_nrs, {1.0, 10.0});
    patient.movement_pain_nrs =
        reader.number_or("movement_pain_nrs", usual.movement_pain_nrs, kNrs);
    patient.pressure_pain_threshold_kPa = reader.number_or(
        "pressure_pain_threshold_kPa", usual.pressure_pain_threshold_kPa, kThreshold_kPa);
    patient.latent_threshold_kPa =
        reader.number_or("latent_threshold_kPa", usual.latent_threshold_kPa, kThreshold_kPa);
    patient.active_threshold_kPa =
        reader.number_or("active_threshold_kPa", usual.active_threshold_kPa, kThreshold_kPa);
    patient.is_antithrombotic = reader.boolean_or("antithrombotic", false);
    patient.is_first_visit = reader.boolean_or("first_visit", usual.is_first_visit);
    patient.is_fasting = reader.boolean_or("fasting", usual.is_fasting);
    patient.has_fainted_before = reader.boolean_or("fainted_before", usual.has_fainted_before);
    if (patient.active_threshold_kPa > patient.pressure_pain_threshold_kPa)
        reader.fail("active_threshold_kPa", "is above that of healthy muscle");
    if (patient.latent_threshold_kPa > patient.pressure_pain_threshold_kPa)
        reader.fail("latent_threshold_kPa", "is above that of healthy muscle");
    read_answers(reader, patient);
    reader.finish();
    return patient;
}

// The contract of every scenario file: nothing in it is null, so a value that got lost is told.
void refuse_null(const Json& value, const std::string& path, JsonReader& reader) {
    if (value.is_null()) reader.fail(path, "is null");
    if (value.is_object())
        for (const auto& [key, child] : value.items())
            refuse_null(child, path.empty() ? key : path + "." + key, reader);
    if (value.is_array())
        for (std::size_t i = 0; i < value.size(); ++i)
            refuse_null(value[i], path + "[" + std::to_string(i) + "]", reader);
}

std::vector<std::string> read_needles(JsonReader& reader) {
    const std::vector<std::string> needles = reader.texts("needles");
    const std::set<std::string> different(needles.begin(), needles.end());
    if (needles.empty() || needles.size() > kMostNeedles)
        reader.fail("needles", "wanted 1 to 16 needles");
    if (different.size() != needles.size()) reader.fail("needles", "a needle stands twice");
    return needles;
}

}  // namespace

Result<Scenario> parse_scenario(std::string_view text, const std::string& place) {
    const Result<Json> json = parse_json(text, place);
    if (!json) return json.error();
    JsonReader reader(*json, place);
    refuse_null(*json, "", reader);
    const std::int64_t schema = reader.integer("schema", 1, 1000000);
    if (reader.status().ok() && schema > kScenarioSchema)
        return bad_input(place + ": schema",
                         "is " + std::to_string(schema) + ", newer than this program's " +
                             std::to_string(kScenarioSchema),
                         "use a newer DryRun");
    Scenario scenario;
    scenario.name = reader.text("name");
    if (!is_plain_name(scenario.name))
        reader.fail("name", "wanted 1 to 64 small letters, digits and hyphens");
    scenario.title = read_words(reader, "title");
    scenario.brief = read_words(reader, "brief");
    scenario.target_muscle = read_words(reader, "target_muscle");
    scenario.rubric = reader.text_or("rubric", scenario.rubric);
    if (!is_plain_name(scenario.rubric)) reader.fail("rubric", "is no name of a rubric");
    if (reader.has("needle_tilt_deg"))
        scenario.needle_tilt_deg = reader.number("needle_tilt_deg", kTilt_deg);
    if (reader.has("risk")) scenario.risk = reader.choice("risk", list_of(events::kRisks));
    scenario.is_advanced_site = reader.boolean_or("advanced_site", false);
    if (reader.has("decline_reason"))
        scenario.decline_reason = read_words(reader, "decline_reason");
    scenario.right_endings = read_endings(reader, !scenario.decline_reason.empty());
    JsonReader body = reader.object("body");
    scenario.body = anatomy::read_body(body);
    body.finish();
    JsonReader patient = reader.object("patient");
    scenario.patient = read_patient(patient);
    std::vector<JsonReader> points = reader.list("trigger_points");
    if (points.size() > kMostPoints) reader.fail("trigger_points", "are more than 16");
    for (JsonReader& point : points) scenario.trigger_points.push_back(read_point(point));
    if (reader.has("drawn_trigger_points")) {
        JsonReader drawn = reader.object("drawn_trigger_points");
        scenario.drawn_trigger_points = read_drawn(drawn);
    }
    if (reader.has("planned_events"))
        for (JsonReader& event : reader.list("planned_events"))
            scenario.planned_events.push_back(read_planned(event));
    std::stable_sort(scenario.planned_events.begin(), scenario.planned_events.end(),
                     [](const auto& a, const auto& b) { return a.after_s < b.after_s; });
    scenario.has_emg = reader.boolean_or("emg", false);
    scenario.needles = read_needles(reader);
    reader.finish();
    if (const Status status = reader.status(); !status) return status.error();
    scenario.text = write_scenario(scenario);
    return scenario;
}

Result<Scenario> read_scenario(const std::string& name_or_path) {
    fs::path path = name_or_path;
    if (is_plain_name(name_or_path)) {
        const fs::path shipped = scenarios_folder() / (name_or_path + ".json");
        if (fs::exists(shipped)) path = shipped;
    }
    std::error_code ignored;
    if (!fs::exists(path, ignored))
        return bad_input(name_or_path, "is neither a shipped scenario nor a file",
                         "dryrun list scenarios");
    const Result<std::string> text = read_file(path);
    if (!text) return text.error();
    return parse_scenario(*text, path.string());
}

std::vector<std::string> shipped_scenarios() {
    std::vector<std::string> names;
    std::error_code none;
    for (const auto& entry : fs::directory_iterator(scenarios_folder(), none))
        if (entry.path().extension() == ".json") names.push_back(entry.path().stem().string());
    std::sort(names.begin(), names.end());
    return names;
}

}  // namespace dryrun::scenario
