// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The page before an attempt and the page after it.
#include <imgui.h>

#include <algorithm>

#include "core/json.h"
#include "scoring/report.h"
#include "trainer/panels.h"
#include "trainer/widgets.h"

namespace dryrun::trainer {
namespace {

using gui::TextSize;

const ImVec4 kAccent{0.56f, 0.78f, 0.96f, 1.0f};
const ImVec4 kFaint{0.60f, 0.64f, 0.70f, 1.0f};
const ImVec4 kBad{1.0f, 0.50f, 0.40f, 1.0f};
const ImVec4 kGood{0.55f, 0.85f, 0.62f, 1.0f};

void bullet(const char* text) {
    ImGui::Bullet();
    ImGui::TextWrapped("%s", text);
}

void draw_measure(const scoring::MeasureScore& measure) {
    ImGui::TableNextRow();
    ImGui::TableNextColumn();
    ImGui::TextWrapped("%s", measure.title.empty() ? measure.name.c_str() : measure.title.c_str());
    if (!measure.reason.empty()) {
        ImGui::PushStyleColor(ImGuiCol_Text, kFaint);
        ImGui::TextWrapped("%s", measure.reason.c_str());
        ImGui::PopStyleColor();
    }
    ImGui::TableNextColumn();
    ImGui::TextWrapped("%s", scoring::value_in_words(measure).c_str());
    ImGui::TableNextColumn();
    if (measure.points) {
        const bool is_half = *measure.points >= 0.5 * measure.max_points;
        ImGui::TextColored(is_half ? kGood : kBad, "%s / %s",
                           fixed_text(*measure.points, 1).c_str(),
                           fixed_text(measure.max_points, 0).c_str());
    } else {
        ImGui::TextDisabled("left out");
    }
}

void draw_domain(const scoring::DomainScore& domain) {
    const std::string title = (domain.title.empty() ? domain.name : domain.title) + "   " +
                              (domain.score ? fixed_text(*domain.score, 0) : std::string("–")) +
                              "   (weight " + fixed_text(100.0 * domain.weight, 0) + " %)";
    const bool is_open = ImGui::CollapsingHeader(
        (title + "###" + domain.name).c_str(),
        domain.score && *domain.score < 75.0 ? ImGuiTreeNodeFlags_DefaultOpen : 0);
    if (!is_open) return;
    if (!ImGui::BeginTable(domain.name.c_str(), 3, ImGuiTableFlags_BordersInnerH)) return;
    const float text = ImGui::GetFontSize();
    ImGui::TableSetupColumn("measure", ImGuiTableColumnFlags_WidthStretch);
    ImGui::TableSetupColumn("value", ImGuiTableColumnFlags_WidthFixed, 4.6f * text);
    ImGui::TableSetupColumn("points", ImGuiTableColumnFlags_WidthFixed, 4.6f * text);
    for (const auto& measure : domain.measures) draw_measure(measure);
    ImGui::EndTable();
}

}  // namespace

bool draw_start_page(gui::Window& window, const Play& play, const Layout& layout) {
    const float width = std::min(760.0f * layout.scale, 0.9f * layout.width);
    ImGui::SetNextWindowPos({0.5f * layout.width, 0.5f * layout.height}, ImGuiCond_Always,
                            {0.5f, 0.5f});
    ImGui::SetNextWindowSize({width, 0});
    ImGui::Begin("start", nullptr,
                 ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize | ImGuiWindowFlags_NoMove |
                     ImGuiWindowFlags_AlwaysAutoResize | ImGuiWindowFlags_NoSavedSettings);
    window.push_text_size(TextSize::Title);
    ImGui::TextWrapped("%s", play.scenario.title.c_str());
    window.pop_text_size();
    ImGui::TextWrapped("%s", play.scenario.brief.c_str());
    if (play.scenario.is_advanced_site) {
        ImGui::TextColored(kBad, "Advanced site: lung lies within the needle's reach.");
    }
    ImGui::Separator();
    window.push_text_size(TextSize::Large);
    ImGui::TextUnformatted("Before you begin");
    window.pop_text_size();
    bullet(
        "This is for training only, not for treatment. No result here makes anyone competent, "
        "certified or qualified; what it says is how steady somebody is in the simulator.");
    bullet(
        "A mouse cannot give you the feel of a taut band. What carries over is where you look, "
        "how you sweep, what you ask and what you decide.");
    bullet(
        "Dry needling may ease pain for a short time, as one part of a wider plan; the certainty "
        "of that is low. A twitch may come and is not needed. It bruises, makes sore and faint, "
        "and rarely, even in trained hands, punctures a lung.");
    bullet("Not needling, with the reason and another plan, can be the right end of a case.");
    ImGui::Separator();
    if (play.watched)
        ImGui::TextWrapped(
            "You look on while the scripted trainee \"%s\" does this case. It knows what you "
            "could see, feel and hear in its place, and no more.",
            play.watched_name.c_str());
    else
        ImGui::TextWrapped(
            "One hand follows the mouse at a time: 1 palpates, 2 needles. Hold Space to "
            "put that hand on the patient. The panel at the upper right always says "
            "what comes next.");
    ImGui::PushStyleColor(ImGuiCol_Text, kFaint);
    if (!play.file.empty())
        ImGui::TextWrapped("The attempt is written to %s as it happens.", play.file.c_str());
    ImGui::PopStyleColor();
    const bool wants = ImGui::Button("I have read this: meet the patient (Enter)", {-1, 0});
    ImGui::End();
    return wants;
}

bool draw_score_page(gui::Window& window, const Play& play, const Layout& layout) {
    bool wants_to_close = false;
    begin_panel("score", layout.panel_x, 0, layout.width - layout.panel_x, layout.height);
    const scoring::Score& score = *play.score;
    window.push_text_size(TextSize::Title);
    ImGui::Text("%s of 100", fixed_text(score.score, 1).c_str());
    window.pop_text_size();
    const bool is_provisional = score.pass_mark.status == "provisional";
    const bool is_over = score.score >= score.pass_mark.value;
    ImGui::TextColored(score.passed ? kGood : kBad, "%s the %spass mark of %s%s",
                       is_over ? "At or over" : "Below", is_provisional ? "provisional " : "",
                       fixed_text(score.pass_mark.value, 0).c_str(),
                       is_over && !score.passed ? ", but not passed" : "");
    for (const auto& failure : score.critical_failures) {
        ImGui::PushStyleColor(ImGuiCol_Text, kBad);
        ImGui::TextWrapped("Critical: %s. %s", failure.title.c_str(), failure.detail.c_str());
        ImGui::PopStyleColor();
        if (!failure.consequence.empty()) ImGui::TextWrapped("%s", failure.consequence.c_str());
    }
    ImGui::PushStyleColor(ImGuiCol_Text, kFaint);
    ImGui::TextWrapped(
        "It says how steady %s in the simulator, no more. The taut band and "
        "its trigger point are shown in the picture now.",
        play.watched ? "the scripted trainee was" : "you were");
    if (!play.trouble.empty()) {
        ImGui::TextWrapped("The attempt could not be written: %s", play.trouble.c_str());
    } else if (!play.file.empty()) {
        ImGui::TextWrapped("Saved: %s", play.file.c_str());
    }
    ImGui::PopStyleColor();
    ImGui::Separator();
    const float footer = 1.3f * ImGui::GetFrameHeightWithSpacing();
    ImGui::BeginChild("domains", {0, -footer}, false);
    for (const auto& domain : score.domains) draw_domain(domain);
    for (const auto& reported : score.reported) {
        ImGui::TextColored(kFaint, "%s (no points)", scoring::reported_in_words(reported).c_str());
    }
    if (!play.note.empty() && ImGui::CollapsingHeader("Record note"))
        ImGui::TextWrapped("%s", play.note.c_str());
    ImGui::EndChild();
    if (ImGui::Button("Close", {-1, 0})) wants_to_close = true;
    end_panel();

    begin_panel("hints", 0, layout.hint_y, layout.panel_x, layout.height - layout.hint_y);
    ImGui::TextColored(kAccent, "Debrief");
    ImGui::TextWrapped(
        "Left turns, middle pans, right or wheel zooms. The needle's last place is "
        "not shown once it is out; the band and the trigger point are, in yellow.");
    ImGui::TextWrapped("%s", play.debrief.c_str());
    end_panel();
    return wants_to_close;
}

}  // namespace dryrun::trainer
