// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "trainer/panels.h"

#include <imgui.h>

#include <algorithm>

#include "core/json.h"
#include "trainer/widgets.h"

namespace dryrun::trainer {
namespace {

using gui::TextSize;

const ImVec4 kAccent{0.56f, 0.78f, 0.96f, 1.0f};
const ImVec4 kFaint{0.60f, 0.64f, 0.70f, 1.0f};
const ImVec4 kPatientText{0.98f, 0.86f, 0.66f, 1.0f};
const ImVec4 kWarning{1.0f, 0.62f, 0.42f, 1.0f};

void draw_task(gui::Window& window, const Play& play, const NextStep& next) {
    ImGui::TextColored(kFaint, "Step %d of %d", next.number, kStepCount);
    ImGui::SameLine();
    ImGui::TextColored(kFaint, "·  %s", clock_text(play.session->tick()).c_str());
    if (play.clock.is_slipping() && !play.is_paused && !play.watched) {
        ImGui::SameLine();
        ImGui::TextColored(kWarning, "·  time slips: %.0f %% of real time",
                           100.0 * play.clock.speed());
    }
    window.push_text_size(TextSize::Large);
    if (play.watched) {
        ImGui::TextWrapped("You look on: %s", play.watched_name.c_str());
        window.pop_text_size();
        ImGui::TextWrapped("Now: %s", next.title.c_str());
        ImGui::TextColored(kAccent, "→ Arrow keys: slower, faster (now %.1f times life)",
                           play.pace * play.clock.speed());
        return;
    }
    ImGui::TextWrapped("%s", next.title.c_str());
    window.pop_text_size();
    ImGui::TextWrapped("%s", next.how.c_str());
    if (!next.key.empty()) {
        ImGui::PushStyleColor(ImGuiCol_Text, kAccent);
        ImGui::TextWrapped("→ %s", next.key.c_str());
        ImGui::PopStyleColor();
    }
}

void draw_words(const Play& play, float height) {
    ImGui::BeginChild("words", {0, height}, false, ImGuiWindowFlags_AlwaysUseWindowPadding);
    for (const Heard& heard : play.heard) {
        ImGui::TextColored(kFaint, "%s", clock_text(heard.tick).c_str());
        ImGui::SameLine();
        ImGui::PushStyleColor(ImGuiCol_Text,
                              heard.is_patient ? kPatientText : ImVec4{0.75f, 0.79f, 0.84f, 1.0f});
        if (heard.is_patient) {
            ImGui::TextWrapped("“%s”", heard.text.c_str());
        } else {
            ImGui::TextWrapped("%s", heard.text.c_str());
        }
        ImGui::PopStyleColor();
    }
    if (play.heard.empty()) ImGui::TextColored(kFaint, "Nothing has been said yet.");
    // The newest words stay in sight.
    ImGui::SetScrollHereY(1.0f);
    ImGui::EndChild();
}

// What is to be seen on the patient now, in one line.
void draw_signs(const Play& play) {
    if (play.signs.empty()) return;
    std::string text;
    for (const std::string& sign : play.signs)
        text += (text.empty() ? "" : ", ") + words_of_sign(play, sign);
    ImGui::PushStyleColor(ImGuiCol_Text, ImVec4{1.0f, 0.62f, 0.42f, 1.0f});
    ImGui::TextWrapped("%s", text.c_str());
    ImGui::PopStyleColor();
}

// Over the picture's upper left corner, once there is something on it.
void draw_chart(const Play& play, const Layout& layout) {
    if (play.chart.zones.empty()) return;
    const float side = 150.0f * layout.scale;
    const float line = ImGui::GetFontSize();
    ImGui::SetNextWindowBgAlpha(0.55f);
    begin_panel("chart", 0, 0, side + line, 1.45f * side + 6.0f * line);
    draw_body_chart(play.chart, 0.5f * line, 1.75f * line, side, 1.45f * side);
    end_panel();
}

void draw_hints(const Play& play, const Layout& layout) {
    begin_panel("hints", 0, layout.hint_y, layout.panel_x, layout.height - layout.hint_y);
    const bool is_palpating = play.hands.active_hand() == ActiveHand::Palpating;
    const struct {
        const char* key;
        const char* text;
    } palpating[] = {{"1 2", "hand: palpating"},
                     {"Space", "on the skin"},
                     {"Left button",
                      play.hands.grip() == events::PadGrip::Pincer ? "lift more" : "press more"},
                     {"Wheel", "0.5 N"},
                     {"G", "grip"},
                     {"Q E", "turn pads"},
                     {"H", "hold"},
                     {"M", "mark"},
                     {"L", "landmark"}},
      needling[] = {{"1 2", "hand: needling"},
                    {"Space", "move needle"},
                    {"Wheel", "0.25 mm"},
                    {"Arrows", "tilt 1°"},
                    {"T", "tap"},
                    {"U", "tube away"},
                    {"S", "strokes"},
                    {"W", "withdraw"},
                    {"Esc", "be still"},
                    {"A", "how are you?"}};
    const float right = layout.panel_x - 12.0f;
    const auto draw = [&](const auto& rows) {
        bool is_first = true;
        for (const auto& row : rows) {
            const float width = ImGui::CalcTextSize(row.key).x + ImGui::CalcTextSize(row.text).x +
                                2.2f * ImGui::GetFontSize();
            if (!is_first) {
                ImGui::SameLine();
                if (ImGui::GetCursorScreenPos().x + width > right) ImGui::NewLine();
            }
            is_first = false;
            key_hint(row.key, row.text);
        }
    };
    if (play.watched) {
        key_hint("Left Right", "slower, faster");
    } else if (is_palpating) {
        draw(palpating);
    } else {
        draw(needling);
    }
    const bool is_slow = play.clock.frames_per_second() < 20.0;
    ImGui::TextColored(
        kFaint,
        "Else: left turns, middle pans, right/wheel zooms  F5 back  F6 close  F7 head  F8 side  "
        "Ctrl+Q quit  %.0f fps%s",
        play.clock.frames_per_second(), is_slow ? " (slow)" : "");
    end_panel();
}

}  // namespace

std::string clock_text(std::int64_t tick) {
    const std::int64_t seconds = tick / events::kTicksPerSecond;
    const std::int64_t rest = seconds % 60;
    return std::to_string(seconds / 60) + (rest < 10 ? ":0" : ":") + std::to_string(rest);
}

Layout layout_of(const gui::Window& window) {
    Layout layout;
    layout.scale = window.scale();
    layout.width = static_cast<float>(window.width());
    layout.height = static_cast<float>(window.height());
    const float panel =
        std::clamp(460.0f * layout.scale, 0.30f * layout.width, 0.45f * layout.width);
    layout.panel_x = static_cast<float>(static_cast<int>(layout.width - panel));
    layout.hint_y = static_cast<float>(static_cast<int>(layout.height - 92.0f * layout.scale));
    return layout;
}

void begin_panel(const char* name, float x, float y, float width, float height) {
    ImGui::SetNextWindowPos({x, y});
    ImGui::SetNextWindowSize({width, height});
    ImGui::Begin(name, nullptr,
                 ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize | ImGuiWindowFlags_NoMove |
                     ImGuiWindowFlags_NoCollapse | ImGuiWindowFlags_NoSavedSettings |
                     ImGuiWindowFlags_NoBringToFrontOnFocus | ImGuiWindowFlags_NoNavInputs |
                     ImGuiWindowFlags_NoNavFocus);
}
void end_panel() {
    ImGui::End();
}

void step_button(Play& play, std::string_view step, float width) {
    const bool is_done = play.progress.has_done(step);
    const std::string label = (is_done ? "✓ " : "") + words_of_step(play, step);
    if (is_done) ImGui::PushStyleColor(ImGuiCol_Button, {0.18f, 0.27f, 0.22f, 1.0f});
    if (ImGui::Button(label.c_str(), {width, 0})) do_step(play, step);
    if (is_done) ImGui::PopStyleColor();
}

void draw_play_panels(gui::Window& window, Play& play, const session::Snapshot& moment,
                      const Layout& layout) {
    const NextStep next = next_step(play.progress, play.has_needle(), play.is_in_tube());
    begin_panel("panels", layout.panel_x, 0, layout.width - layout.panel_x, layout.height);
    const float scale = layout.scale;
    ImGui::BeginChild("task", {0, 166.0f * scale}, false, ImGuiWindowFlags_AlwaysUseWindowPadding);
    draw_task(window, play, next);
    ImGui::EndChild();
    ImGui::Separator();
    draw_words(play, (play.signs.empty() ? 140.0f : 112.0f) * scale);
    draw_signs(play);
    ImGui::Separator();

    // A new step brings its tab to the front once; after that the tabs are the trainee's.
    const int wanted = static_cast<int>(next.panel);
    const bool is_new = wanted != play.shown_panel;
    play.shown_panel = wanted;
    const auto flags = [&](int panel) {
        return is_new && wanted == panel ? ImGuiTabItemFlags_SetSelected : ImGuiTabItemFlags_None;
    };
    const auto tab = [&](const char* name, int panel, const auto& draw) {
        const auto flag = panel < 0 ? ImGuiTabItemFlags_None : flags(panel);
        if (!ImGui::BeginTabItem(name, nullptr, flag)) return;
        ImGui::BeginDisabled(play.watched != nullptr);
        draw();
        ImGui::EndDisabled();
        ImGui::EndTabItem();
    };
    if (ImGui::BeginTabBar("tabs")) {
        tab("Patient", static_cast<int>(Panel::Patient), [&] { draw_patient_tab(play); });
        tab("Palpate", static_cast<int>(Panel::Palpation),
            [&] { draw_palpation_tab(play, moment, scale); });
        tab("Plan", static_cast<int>(Panel::Plan), [&] { draw_plan_tab(play, scale); });
        tab("Needle", static_cast<int>(Panel::Needle),
            [&] { draw_needle_tab(play, moment, scale); });
        tab("After", static_cast<int>(Panel::After), [&] { draw_after_tab(play); });
        tab("Urgent", -1, [&] { draw_emergency_tab(play); });
        tab("View", -1, [&] { draw_view_tab(play, moment); });
        ImGui::EndTabBar();
    }
    end_panel();
    draw_chart(play, layout);
    draw_hints(play, layout);
}

}  // namespace dryrun::trainer
