// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Tabs of the talk with the patient, of what comes after the needle, and of the view.
#include <imgui.h>

#include <array>

#include "events/vocabulary.h"
#include "trainer/panels.h"

namespace dryrun::trainer {

void draw_patient_tab(Play& play) {
    const float width = ImGui::GetContentRegionAvail().x;
    const float half = 0.5f * (width - ImGui::GetStyle().ItemSpacing.x);
    step_button(play, "read_case", width);
    const auto ask_button = [&](const char* topic, const char* key) {
        const std::string words = play.phrases.text(std::string("short.") + topic) + key;
        if (ImGui::Button(words.c_str(), {half, 0})) ask(play, topic);
    };
    ask_button("how_are_you", " (A)");
    ImGui::SameLine();
    ask_button("pain_now", "");
    ask_button("is_it_your_pain", "");
    ImGui::SameLine();
    ask_button("may_i_go_on", "");

    // A list in which everything asked is ticked.
    const float rows = ImGui::GetContentRegionAvail().y - 3.4f * ImGui::GetFrameHeightWithSpacing();
    ImGui::TextDisabled("Ask (click a question)");
    if (ImGui::BeginChild("topics", {width, rows - ImGui::GetTextLineHeight()}, true)) {
        for (const auto topic : events::kTopics) {
            if (topic == "how_are_you" || topic == "pain_now" || topic == "is_it_your_pain" ||
                topic == "may_i_go_on") {
                continue;
            }
            const bool is_asked = play.progress.has_asked(topic);
            const std::string label = (is_asked ? "✓ " : "   ") + words_of_topic(play, topic);
            if (ImGui::Selectable(label.c_str())) ask(play, topic);
        }
    }
    ImGui::EndChild();
    step_button(play, "explain_and_consent", half);
    ImGui::SameLine();
    step_button(play, "teach_back", half);
    if (ImGui::Button("Leave the room", {half, 0})) ImGui::OpenPopup("leave?");
    ImGui::SameLine();
    ImGui::TextDisabled("ends the attempt");
    if (ImGui::BeginPopup("leave?")) {
        ImGui::TextUnformatted("Leave the patient and end the attempt?");
        if (ImGui::Button("Leave")) {
            play.hands.act(events::LeaveRoom{});
            ImGui::CloseCurrentPopup();
        }
        ImGui::SameLine();
        if (ImGui::Button("Stay")) ImGui::CloseCurrentPopup();
        ImGui::EndPopup();
    }
}

namespace {

// Two in a row.
template <std::size_t Size>
void step_grid(Play& play, const std::array<const char*, Size>& steps) {
    const float width = ImGui::GetContentRegionAvail().x;
    const float half = 0.5f * (width - ImGui::GetStyle().ItemSpacing.x);
    for (std::size_t i = 0; i < Size; ++i) {
        if (i % 2 == 1) ImGui::SameLine();
        step_button(play, steps[i], half);
    }
}

}  // namespace

void draw_emergency_tab(Play& play) {
    ImGui::TextWrapped(
        "Withdraw the needle with W. What you do here is logged with its time; not all of it "
        "helps.");
    step_grid(play, std::array<const char*, 22>{
                        "lie_flat_legs_up",   "sit_up_comfortable", "keep_flat",
                        "keep_still",         "check_pulse",        "check_breathing",
                        "give_water",         "give_oxygen",        "call_emergency",
                        "say_it_is_normal",   "relax_and_wait",     "change_position_back",
                        "tap_nearby",         "cool_pack",          "mark_and_press_around",
                        "lift_with_tweezers", "search_blindly",     "wash_wound",
                        "suck_wound",         "scrub_wound",        "cover_wound",
                        "report_exposure"});
}

void draw_after_tab(Play& play) {
    const float width = ImGui::GetContentRegionAvail().x;
    const float half = 0.5f * (width - ImGui::GetStyle().ItemSpacing.x);
    ImGui::TextWrapped("Hold P to press a swab on the site.");
    step_grid(play, std::array<const char*, 6>{"dispose_needle", "count_needles", "retest",
                                               "sit_up_in_steps", "give_advice", "record_note"});
    step_button(play, "stop_and_explain", half);
    ImGui::Separator();
    ImGui::TextDisabled("Plan of care");
    step_grid(play, std::array<const char*, 6>{"plan_education", "plan_exercise", "plan_stretching",
                                               "plan_mobilisation", "plan_yoga", "plan_referral"});
    ImGui::Separator();
    ImGui::TextDisabled("Finish, with the reason");
    ImGui::SetNextItemWidth(width);
    const std::string now =
        words_of_finish(play, events::kFinishReasons[static_cast<std::size_t>(play.finish_reason)]);
    if (ImGui::BeginCombo("##reason", now.c_str())) {
        for (std::size_t i = 0; i < events::kFinishReasons.size(); ++i) {
            if (ImGui::Selectable(words_of_finish(play, events::kFinishReasons[i]).c_str())) {
                play.finish_reason = static_cast<int>(i);
            }
        }
        ImGui::EndCombo();
    }
    if (ImGui::Button("Finish", {width, 0})) {
        const auto reason = events::kFinishReasons[static_cast<std::size_t>(play.finish_reason)];
        play.hands.act(events::Finish{std::string(reason)});
    }
    if (play.progress.is_needle_in) {
        ImGui::TextColored({1.0f, 0.62f, 0.42f, 1.0f}, "A needle is still in.");
    }
    if (play.note.empty()) return;
    ImGui::Separator();
    if (ImGui::BeginChild("note", {0, 0}, false)) ImGui::TextWrapped("%s", play.note.c_str());
    ImGui::EndChild();
}

void draw_view_tab(Play& play, const session::Snapshot& moment) {
    if (play.voice.is_there()) {
        if (ImGui::Checkbox("The patient's words are spoken", &play.is_voice_on)) play.voice.stop();
        ImGui::Separator();
    }
    const bool is_needle_in = moment.percepts.is_needle_in;
    ImGui::TextWrapped(
        "What you see through the skin is for planning. Seconds of it are written into the "
        "attempt, "
        "and it is closed while a needle is in.");
    ImGui::BeginDisabled(is_needle_in);
    bool wants = play.is_see_through;
    if (ImGui::Checkbox("See through the skin", &wants)) set_see_through(play, wants);
    ImGui::EndDisabled();
    ImGui::BeginDisabled(!play.is_see_through);
    for (std::size_t i = picture::kLayerCount; i-- > 0;) {
        auto& layer = play.planning_look.layers[i];
        std::string name(picture::name_of(static_cast<picture::Layer>(i)));
        for (char& c : name) c = c == '_' ? ' ' : c;
        ImGui::PushID(static_cast<int>(i));
        ImGui::Checkbox("##shown", &layer.is_shown);
        ImGui::SameLine();
        auto percent = static_cast<float>(100.0 * layer.opacity);
        ImGui::SetNextItemWidth(0.45f * ImGui::GetContentRegionAvail().x);
        if (ImGui::SliderFloat(name.c_str(), &percent, 5.0f, 100.0f, "%.0f %%")) {
            layer.opacity = percent / 100.0;
        }
        ImGui::PopID();
    }
    ImGui::EndDisabled();
}

}  // namespace dryrun::trainer
