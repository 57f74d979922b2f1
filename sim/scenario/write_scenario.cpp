// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "core/json.h"
#include "events/vocabulary.h"
#include "scenario/scenario.h"

namespace dryrun::scenario {
namespace {

Json point_json(const TriggerPointPlacement& point) {
    Json json;
    json["muscle"] = point.muscle;
    json["site"] = point.site;
    json["kind"] = name_of(point.kind);
    json["spread_mm"] = point.spread;
    json["depth_spread_mm"] = point.depth_spread;
    json["stiffness_ratio"] = point.stiffness_ratio;
    json["band_radius_mm"] = point.band_radius;
    json["band_length_mm"] = point.band_length;
    if (point.nodule_area_mm2) json["nodule_area_mm2"] = *point.nodule_area_mm2;
    if (point.threshold_kPa) json["threshold_kPa"] = *point.threshold_kPa;
    if (point.endplate_noise_uV) json["endplate_noise_uV"] = *point.endplate_noise_uV;
    return json;
}

Json patient_json(const Patient& patient) {
    Json json;
    json["name"] = patient.name;
    json["complaint"] = patient.complaint;
    json["temperament"] = patient.temperament;
    json["fear_nrs"] = patient.fear_nrs;
    json["pain_limit_nrs"] = patient.pain_limit_nrs;
    json["movement_pain_nrs"] = patient.movement_pain_nrs;
    json["pressure_pain_threshold_kPa"] = patient.pressure_pain_threshold_kPa;
    json["latent_threshold_kPa"] = patient.latent_threshold_kPa;
    json["active_threshold_kPa"] = patient.active_threshold_kPa;
    json["antithrombotic"] = patient.is_antithrombotic;
    // Left out where they are as usual, so that older scenarios are written as they were.
    if (!patient.is_first_visit) json["first_visit"] = false;
    if (patient.is_fasting) json["fasting"] = true;
    if (patient.has_fainted_before) json["fainted_before"] = true;
    json["answers"] = Json::object();
    for (const auto& [topic, phrase] : patient.answers) json["answers"][topic] = phrase;
    return json;
}

}  // namespace

std::string write_scenario(const Scenario& scenario) {
    Json json;
    json["schema"] = kScenarioSchema;
    json["name"] = scenario.name;
    json["title"] = scenario.title;
    json["brief"] = scenario.brief;
    json["target_muscle"] = scenario.target_muscle;
    json["rubric"] = scenario.rubric;
    if (scenario.needle_tilt_deg) json["needle_tilt_deg"] = *scenario.needle_tilt_deg;
    json["risk"] = scenario.risk;
    json["advanced_site"] = scenario.is_advanced_site;
    // Left out where it says nothing, so that older scenarios are written as they were.
    if (!scenario.decline_reason.empty()) json["decline_reason"] = scenario.decline_reason;
    if (scenario.right_endings.size() + 1 < events::kFinishReasons.size() &&
        !scenario.right_endings.empty())
        json["right_endings"] = scenario.right_endings;
    json["body"] = anatomy::to_json(scenario.body);
    json["patient"] = patient_json(scenario.patient);
    json["trigger_points"] = Json::array();
    for (const TriggerPointPlacement& point : scenario.trigger_points)
        json["trigger_points"].push_back(point_json(point));
    if (scenario.drawn_trigger_points) {
        const physiology::DrawnPoints& drawn = *scenario.drawn_trigger_points;
        json["drawn_trigger_points"] = {{"muscles", drawn.muscles},
                                        {"least", drawn.least},
                                        {"most", drawn.most},
                                        {"active_share", drawn.active_share},
                                        {"decoy_share", drawn.decoy_share}};
    }
    for (const physiology::PlannedEvent& event : scenario.planned_events)
        json["planned_events"].push_back(
            {{"kind", event.kind}, {"after_first_puncture_s", event.after_s}});
    if (scenario.has_emg) json["emg"] = true;
    json["needles"] = scenario.needles;
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace dryrun::scenario
