// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "check/check_scenario.h"

#include <algorithm>

#include "anatomy/atlas.h"
#include "approach/cone.h"
#include "approach/line.h"
#include "approach/site.h"
#include "approach/way.h"
#include "core/json.h"
#include "patient/patient.h"
#include "physiology/emergency.h"
#include "physiology/trigger_point.h"
#include "scenario/scenario.h"
#include "scoring/rubric.h"
#include "session/briefing.h"

namespace dryrun::check {
namespace {

constexpr double kTolerance_deg = 0.5;

// Why an active point has no safe way at its usual place; empty where it has one or needs none.
Result<std::string> why_no_way(const anatomy::Atlas& atlas,
                               const scenario::TriggerPointPlacement& placement,
                               const std::vector<needle::NeedleSpec>& stocked,
                               std::optional<double> stricter_tilt_deg) {
    physiology::TriggerPointPlacement usual = placement;
    usual.spread = usual.depth_spread = 0.0;
    const auto placed = physiology::place_trigger_points(atlas, {&usual, 1}, {}, {}, 0);
    if (!placed) return placed.error();
    const physiology::TriggerPoint& point = placed->front();
    if (point.kind != physiology::PointKind::Active) return std::string();
    std::vector<double> lengths;
    for (const auto& needle : stocked) lengths.push_back(needle.length);
    const auto sites = approach::read_shipped_sites();
    if (!sites) return sites.error();
    const approach::Site* site = approach::find_site(*sites, usual.muscle);
    const approach::SitePoint* row =
        site == nullptr ? nullptr : approach::find_point(*site, usual.site);
    const approach::SafeCone cone = approach::cone_of(site, usual.site, stricter_tilt_deg, lengths);
    if (row == nullptr) {
        const double off = approach::entry_error(atlas, point.on_skin, point.centre, cone);
        return std::string(off < approach::kFarthestEntryError
                               ? ""
                               : "no line within the site's tilt and the stocked needles");
    }
    approach::SitePoint stricter = *row;
    stricter.angle = cone.rule;
    const approach::Way way = approach::find_way(atlas, point.centre, {*site, stricter, lengths});
    if (way.verdict == approach::Verdict::Safe) return std::string();
    return std::string(approach::words_of(way.verdict));
}

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
        check_events();
        check_drawn(**atlas);
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

    // Each point at its usual place: is there a way to it that the stocked needles can take?
    void check_ways(const anatomy::Atlas& atlas, const std::vector<needle::NeedleSpec>& stocked) {
        for (std::size_t i = 0; i < scenario_.trigger_points.size(); ++i) {
            const std::string key = "trigger_points[" + std::to_string(i) + "]";
            const auto why_not =
                why_no_way(atlas, scenario_.trigger_points[i], stocked, scenario_.needle_tilt_deg);
            if (!why_not) {
                error(key, why_not.error().message, why_not.error().hint);
            } else if (!why_not->empty() && scenario_.decline_reason.empty()) {
                error(key, "has no safe way in this body: " + *why_not,
                      "change body, needles or site, or say in decline_reason why not needling "
                      "is right");
            }
        }
    }

    void check_events() {
        const auto kinds = physiology::read_emergencies();
        if (!kinds) {
            error("planned_events", kinds.error().text());
            return;
        }
        for (const Error& wrong :
             physiology::check_planned_events(scenario_.planned_events, *kinds))
            error(wrong.place, wrong.message, wrong.hint);
    }

    void check_drawn(const anatomy::Atlas& atlas) {
        if (!scenario_.drawn_trigger_points) return;
        const auto drawn = physiology::draw_placements(atlas, *scenario_.drawn_trigger_points, 1);
        if (!drawn) error("drawn_trigger_points", drawn.error().message, drawn.error().hint);
    }

    void check_risk() {
        const auto sites = approach::read_shipped_sites();
        const approach::Site* site =
            sites ? approach::find_site(*sites, scenario_.target_muscle) : nullptr;
        if (site != nullptr) {
            const double least = site->points.front().angle.tilt_deg.low;
            if (scenario_.needle_tilt_deg && *scenario_.needle_tilt_deg < least - kTolerance_deg)
                note("needle_tilt_deg", "the site asks for " + number_text(least) +
                                            " degrees from the normal or more");
        }
        if (scenario_.risk == "pleura" && !scenario_.is_advanced_site)
            note("advanced_site", "a site over the lung is an advanced one");
    }

    const scenario::Scenario& scenario_;
    FileReport& report_;
};

}  // namespace

std::string why_no_safe_way(const scenario::Scenario& scenario) {
    if (!scenario.decline_reason.empty()) return {};
    const auto stocked = session::stocked_needles(scenario);
    const auto atlas = anatomy::Atlas::make(scenario.body);
    if (!stocked || !atlas) return {};
    for (const auto& placement : scenario.trigger_points) {
        const auto why = why_no_way(**atlas, placement, *stocked, scenario.needle_tilt_deg);
        if (why && !why->empty()) {
            return placement.muscle + ' ' + placement.site +
                   " has no safe way in this body: " + *why;
        }
    }
    return {};
}

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
