// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Tabs of what the two hands do: palpation, plan, needle.
#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "core/json.h"
#include "events/vocabulary.h"
#include "trainer/panels.h"
#include "trainer/widgets.h"

namespace dryrun::trainer {
namespace {

constexpr double kFeltTorque_Nmm = 0.01;  // less is told as none

const char* words_of(events::PadGrip grip) {
    switch (grip) {
        case events::PadGrip::OnePad:
            return "one pad";
        case events::PadGrip::TwoPadsFlat:
            return "two pads flat";
        case events::PadGrip::Pincer:
            return "pincer";
    }
    return "";
}

// A list of the vocabulary's words; returns whether the choice changed.
template <class Words, class Say>
bool choose(const char* label, int& index, const Words& words, const Say& say) {
    bool has_changed = false;
    const std::string now = say(words[static_cast<std::size_t>(index)]);
    if (!ImGui::BeginCombo(label, now.c_str(), ImGuiComboFlags_HeightLarge)) return false;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const bool is_chosen = static_cast<int>(i) == index;
        if (ImGui::Selectable(say(words[i]).c_str(), is_chosen)) {
            index = static_cast<int>(i);
            has_changed = true;
        }
        if (is_chosen) ImGui::SetItemDefaultFocus();
    }
    ImGui::EndCombo();
    return has_changed;
}

std::string words_of_risk(std::string_view risk) {
    if (risk == "pleura") return "lung (pleura)";
    if (risk == "canal") return "spinal canal";
    if (risk == "none") return "nothing in reach";
    return std::string(risk);
}

void choose_needle(Play& play) {
    const auto& stocked = play.session->briefing().stocked_needles;
    const std::string now = play.progress.needle.empty() ? "not chosen" : play.progress.needle;
    if (!ImGui::BeginCombo("Needle", now.c_str())) return;
    for (const auto& name : stocked) {
        if (ImGui::Selectable(name.c_str(), name == play.progress.needle)) {
            play.hands.act(events::ChooseNeedle{name});
        }
    }
    ImGui::EndCombo();
}

}  // namespace

void draw_palpation_tab(Play& play, const session::Snapshot& moment, float scale) {
    const float half = 0.5f * (ImGui::GetContentRegionAvail().x - ImGui::GetStyle().ItemSpacing.x);
    step_button(play, "position_patient", half);
    ImGui::SameLine();
    step_button(play, "hand_hygiene", half);
    step_button(play, "control_spot", half);
    ImGui::SameLine();
    const bool is_holding = play.hands.is_holding();
    if (ImGui::Button(is_holding ? "Let go (H)" : "Hold the hand (H)", {half, 0})) {
        play.hands.toggle_hold();
    }
    const auto& percepts = moment.percepts;
    const float width = ImGui::GetContentRegionAvail().x;
    const float side = 118.0f * scale;
    ImGui::BeginGroup();
    draw_taxel_map(percepts.taxel_kPa, side);
    ImGui::EndGroup();
    ImGui::SameLine();
    ImGui::BeginGroup();
    const float rest = width - side - ImGui::GetStyle().ItemSpacing.x;
    const double force_N = std::fabs(percepts.pad_force_N);
    const double moved = std::fabs(percepts.pad_indentation);
    const bool lifts = percepts.pad_force_N < 0.0;
    draw_range_bar(static_cast<float>(force_N), lifts ? 40.0f : 20.0f, lifts ? 0.0f : 3.0f,
                   lifts ? 0.0f : 10.0f, fixed_text(force_N, 1) + (lifts ? " N lift" : " N"), rest,
                   24.0f * scale);
    draw_range_bar(
        static_cast<float>(moved), 20.0f, 0.0f, 0.0f,
        fixed_text(moved, 1) + (percepts.pad_indentation < 0.0 ? " mm raised" : " mm deep"), rest,
        24.0f * scale);
    ImGui::Text("Stiffness %s N/mm", percepts.is_touching
                                         ? fixed_text(percepts.pad_stiffness_N_per_mm, 2).c_str()
                                         : "–");
    ImGui::Text("Grip (G): %s%s", words_of(play.hands.grip()), is_holding ? ", held" : "");
    if (percepts.is_out_of_room && !percepts.is_touching) {
        ImGui::TextWrapped("Too far from the needle: nothing is felt here.");
    } else {
        ImGui::TextDisabled("green: search force 3–10 N");
    }
    ImGui::EndGroup();

    ImGui::Separator();
    ImGui::SetNextItemWidth(width - 150.0f * scale);
    choose("##landmark", play.landmark, play.landmarks, words_of_landmark);
    ImGui::SameLine();
    if (ImGui::Button("Name it (L)", {-1, 0})) mark_landmark(play);
    ImGui::SetNextItemWidth(width - 150.0f * scale);
    float percent = 100.0f * play.confidence;
    if (ImGui::SliderFloat("##sure", &percent, 0.0f, 100.0f, "%.0f %% sure of the site")) {
        play.confidence = percent / 100.0f;
    }
    ImGui::SameLine();
    if (ImGui::Button("Mark (M)", {-1, 0})) mark_site(play);
}

void draw_plan_tab(Play& play, float scale) {
    const float width = ImGui::GetContentRegionAvail().x;
    const float label = 150.0f * scale;
    const bool is_locked = play.progress.is_needle_in;
    if (is_locked) ImGui::TextDisabled("The plan is locked while the needle is in.");
    ImGui::BeginDisabled(is_locked);
    const auto& briefing = play.session->briefing();
    ImGui::TextWrapped("Model of such a build: the muscle lies about %s mm deep, the %s %s mm.",
                       fixed_text(briefing.target_nominal_depth, 0).c_str(),
                       briefing.has_rib_behind ? "rib" : "bone",
                       fixed_text(briefing.expected_bone_depth, 0).c_str());
    ImGui::PushItemWidth(width - label);
    choose_needle(play);
    PlanCard& card = play.card;
    choose("At risk", card.risk, events::kRisks, words_of_risk);
    ImGui::SliderFloat("Medial lean", &card.medial_deg, -75.0f, 75.0f, "%.0f°");
    ImGui::SliderFloat("Caudal lean", &card.caudal_deg, -75.0f, 75.0f, "%.0f°");
    ImGui::PopItemWidth();
    const float third = (width - 2.0f * ImGui::GetStyle().ItemSpacing.x) / 3.0f;
    const float drawing = 84.0f * scale;
    const auto mark = marked_place(play);
    // Seen from the head the patient's right is on the left, so medial is to the right there.
    const bool is_left_side = mark && mark->point.x > 0.0;
    draw_lean("from head", is_left_side ? -card.medial_deg : card.medial_deg,
              is_left_side ? "medial" : "lateral", is_left_side ? "lateral" : "medial", third,
              drawing);
    ImGui::SameLine();
    draw_lean("from side", card.caudal_deg, "head", "feet", third, drawing);
    ImGui::SameLine();
    draw_angle_to_skin(static_cast<float>(tilt_deg_of(card.medial_deg, card.caudal_deg)), third,
                       drawing);
    ImGui::PushItemWidth(width - label);
    ImGui::SliderFloat("Bone expected", &card.expected_bone_depth, 0.0f, 60.0f, "%.0f mm deep");
    ImGui::SliderFloat("Stop depth", &card.stop_depth, 0.0f, 60.0f, "%.0f mm along needle");
    ImGui::SliderFloat("Dose", &card.strokes, 0.0f, 20.0f, "%.0f strokes");
    choose("Stop rule", card.stop_rule, events::kStopRules, words_of_stop_rule);
    ImGui::PopItemWidth();
    if (ImGui::Button(play.progress.has_plan ? "State this plan again" : "State this plan",
                      {width, 0})) {
        state_plan(play);
    }
    ImGui::EndDisabled();
}

void draw_needle_tab(Play& play, const session::Snapshot& moment, float scale) {
    const float width = ImGui::GetContentRegionAvail().x;
    const float gap = ImGui::GetStyle().ItemSpacing.x;
    const float third = (width - 2.0f * gap) / 3.0f;
    step_button(play, "gloves", third);
    ImGui::SameLine();
    step_button(play, "skin_preparation", third);
    ImGui::SameLine();
    step_button(play, "unpack_needle", third);
    const bool has_needle = play.has_needle();
    if (ImGui::Button("Take (N)", {third, 0})) take_needle(play);
    ImGui::SameLine();
    ImGui::BeginDisabled(!has_needle || !play.is_in_tube());
    if (ImGui::Button("Tap (T)", {third, 0})) play.hands.tap();
    ImGui::SameLine();
    if (ImGui::Button("Tube away (U)", {third, 0})) play.hands.remove_tube();
    ImGui::EndDisabled();

    const auto& percepts = moment.percepts;
    const double tilt = shown_tilt_deg(play);
    draw_angle_to_skin(static_cast<float>(has_needle ? tilt : 0.0), third, 74.0f * scale);
    ImGui::SameLine();
    ImGui::BeginGroup();
    if (!has_needle) {
        ImGui::TextDisabled("No needle in the hand.");
    } else {
        const double inside = std::max(play.needle_length() - percepts.shaft_outside, 0.0);
        ImGui::Text("Needle %s%s", play.progress.needle.c_str(),
                    play.is_in_tube() ? ", in its tube" : "");
        ImGui::Text("In the skin: %s",
                    percepts.is_needle_in ? (fixed_text(inside, 1) + " mm").c_str() : "not yet");
        ImGui::Text("Shaft outside: %s mm", fixed_text(percepts.shaft_outside, 1).c_str());
        if (percepts.is_on_bone) {
            ImGui::TextColored({1.0f, 0.85f, 0.5f, 1.0f}, "A hard stop.");
        } else if (percepts.has_felt_give) {
            ImGui::TextColored({0.7f, 0.9f, 1.0f, 1.0f}, "Something gave way.");
        } else {
            ImGui::Text("Force %s N", fixed_text(percepts.needle_force_N, 2).c_str());
            if (std::fabs(percepts.needle_torque_Nmm) >= kFeltTorque_Nmm) {
                ImGui::SameLine();
                ImGui::Text("torque %s N mm",
                            fixed_text(std::fabs(percepts.needle_torque_Nmm), 2).c_str());
            }
        }
    }
    ImGui::EndGroup();
    if (has_needle && play.is_in_tube() && tilt > 45.5) {
        ImGui::TextColored({1.0f, 0.62f, 0.42f, 1.0f},
                           "A tube needs 45° or more to the skin: tap, then lower.");
    }
    draw_force_trace(play.force_trace_N, width, (play.scenario.has_emg ? 66.0f : 92.0f) * scale);
    if (play.scenario.has_emg) draw_emg_trace(play.emg_trace_uV, width, 84.0f * scale);
    ImGui::Text("Strokes %d", play.progress.strokes);
    ImGui::SameLine(width * 0.35f);
    ImGui::TextDisabled("planned %s", fixed_text(play.card.strokes, 0).c_str());
    if (ImGui::Button("Twitch seen (Y)", {third, 0})) report(play, "twitch_seen");
    ImGui::SameLine();
    if (ImGui::Button("No twitch (X)", {third, 0})) report(play, "no_twitch");
    ImGui::SameLine();
    if (ImGui::Button("Withdraw (W)", {third, 0})) play.hands.withdraw();
}

}  // namespace dryrun::trainer
