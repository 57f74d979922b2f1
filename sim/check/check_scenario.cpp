// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "check/check_scenario.h"

#include <algorithm>

#include "anatomy/atlas.h"
#include "approach/line.h"
#include "patient/patient.h"
#include "physiology/trigger_point.h"
#include "scenario/scenario.h"
#include "scoring/rubric.h"
#include "session/briefing.h"

namespace dryrun::check {
namespace {

class ScenarioCheck {
  public:
    ScenarioCheck(const scenario::Scenario& scenario, FileReport& report)
        : scenario_(scenario), report_(report) {}

    void run() {
        check_rubric();
        check_phrases();
        const auto stocked = session::stocked_needles(scenario_);
        if (!stocked) error("needles", stocked.error().message, stocked.error().hint);
        const auto atlas = anatomy::Atlas::make(scenario_.body);
        if (!atlas) {
            error("body", atlas.error().message, atlas.error().hint);
            return;
        }
        check_target(**atlas);
        if (stocked) check_ways(**atlas, *stocked);
        check_risk();
    }

  private:
    void error(const std::string& key, const std::string& message, const std::string& hint = {}) {
        report_.findings.push_back({Weight::Error, report_.file + ": " + key, message, hint});
    }
    void note(const std::string& key, const std::string& message, const std::string& hint = {}) {
        report_.findings.push_back({Weight::Note, report_.file + ": " + key, message, hint});
    }

    void check_rubric() {
        const auto shipped = scoring::shipped_rubrics();
        if (std::find(shipped.begin(), shipped.end(), scenario_.rubric) == shipped.end())
            error("rubric", "\"" + scenario_.rubric + "\" is not shipped",
                  "`dryrun list rubrics` names those that are");
    }

    void check_phrases() {
        const auto phrases = patient::Phrases::read_shipped();
        if (!phrases) {
            error("patient.answers", phrases.error().text());
            return;
        }
        for (const auto& [topic, phrase] : scenario_.patient.answers)
            if (!phrases->has(phrase))
                error("patient.answers." + topic, "the patient has no words for \"" + phrase + "\"",
                      "the phrases stand in assets/strings");
    }

    void check_target(const anatomy::Atlas& atlas) {
        if (!atlas.find(scenario_.target_muscle))
            error("target_muscle", "\"" + scenario_.target_muscle + "\" is not in this body",
                  "`dryrun list muscles` names those that are");
        const bool has_point =
            std::any_of(scenario_.trigger_points.begin(), scenario_.trigger_points.end(),
                        [&](const auto& point) { return point.muscle == scenario_.target_muscle; });
        if (!has_point && !scenario_.trigger_points.empty())
            note("trigger_points", "none lies in the target muscle");
    }

    // Each point at its usual place: is there a line to it that the stocked needles can take?
    void check_ways(const anatomy::Atlas& atlas, const std::vector<needle::NeedleSpec>& stocked) {
        approach::SafeCone cone;
        cone.least_tilt_deg = scenario_.needle_tilt_deg;
        for (const auto& needle : stocked) cone.stocked_lengths.push_back(needle.length);
        for (std::size_t i = 0; i < scenario_.trigger_points.size(); ++i) {
            const std::string key = "trigger_points[" + std::to_string(i) + "]";
            physiology::TriggerPointPlacement usual = scenario_.trigger_points[i];
            usual.spread = usual.depth_spread = 0.0;
            const auto placed = physiology::place_trigger_points(atlas, {&usual, 1}, {}, 0);
            if (!placed) {
                error(key, placed.error().message, placed.error().hint);
                continue;
            }
            const physiology::TriggerPoint& point = placed->front();
            if (point.kind != physiology::PointKind::Active) continue;
            const double off = approach::entry_error(atlas, point.on_skin, point.centre, cone);
            if (off >= approach::kFarthestEntryError)
                note(key,
                     "no line within the site's tilt and the stocked needles reaches it without a "
                     "hazard ahead",
                     "stock another length, or mean it: not needling is then right");
        }
    }

    void check_risk() {
        if (scenario_.risk == "pleura" && !scenario_.is_advanced_site)
            note("advanced_site", "a site over the lung is an advanced one");
    }

    const scenario::Scenario& scenario_;
    FileReport& report_;
};

}  // namespace

void check_scenario(const std::string& text, FileReport& report) {
    const auto scenario = scenario::parse_scenario(text, report.file);
    if (!scenario) {
        const Error& wrong = scenario.error();
        report.findings.push_back({Weight::Error, wrong.place, wrong.message, wrong.hint});
        return;
    }
    ScenarioCheck(*scenario, report).run();
}

}  // namespace dryrun::check
