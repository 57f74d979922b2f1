// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "trainer/progress.h"

#include <type_traits>
#include <variant>

namespace dryrun::trainer {
namespace {

// Topics that are asked of somebody who may be needled; which of them matter for this patient is
// for the trainee to find out.
constexpr int kEnoughTopics = 6;
constexpr int kEnoughPresses = 6;

struct Adder {
    Progress& progress;

    void operator()(const events::PatientAsked& event) const {
        progress.asked.insert(event.topic);
        if (progress.is_needle_in && event.topic == "how_are_you") ++progress.asked_while_in;
    }
    void operator()(const events::StepDone& event) const { progress.steps.insert(event.step); }
    void operator()(const events::LandmarkMarked&) const { ++progress.landmarks; }
    void operator()(const events::PalpationPressed& event) const {
        ++progress.presses;
        progress.search_force_N = event.peak_force_N;
    }
    void operator()(const events::SiteMarked&) const { ++progress.marks; }
    void operator()(const events::NeedleChosen& event) const {
        progress.needle = event.needle;
        progress.needle_length = event.length;
    }
    void operator()(const events::PlanStated&) const { progress.has_plan = true; }
    void operator()(const events::BracketHeld&) const { progress.has_bracket = true; }
    void operator()(const events::BracketLost&) const { progress.has_bracket = false; }
    void operator()(const events::SkinPunctured&) const {
        progress.is_needle_in = true;
        ++progress.insertions;
        progress.strokes = progress.asked_while_in = 0;
        progress.has_reported = progress.has_withdrawn = progress.has_pressed_exit = false;
    }
    void operator()(const events::StrokeMade&) const { ++progress.strokes; }
    void operator()(const events::ResponseReported&) const { progress.has_reported = true; }
    void operator()(const events::NeedleWithdrawn&) const {
        progress.is_needle_in = false;
        progress.has_withdrawn = true;
    }
    void operator()(const events::ExitPressed&) const { progress.has_pressed_exit = true; }
    void operator()(const events::ConsentWithdrawn&) const { progress.is_consent_withdrawn = true; }
    void operator()(const events::SessionFinished&) const { progress.has_finished = true; }
    template <class Other>
    void operator()(const Other&) const {}
};

int screening_topics(const Progress& progress) {
    int count = 0;
    for (const auto& topic : progress.asked) {
        const bool is_small_talk = topic == "how_are_you" || topic == "pain_now" ||
                                   topic == "is_it_your_pain" || topic == "may_i_go_on" ||
                                   topic == "painful_movement";
        count += is_small_talk ? 0 : 1;
    }
    return count;
}

std::string number(int value) {
    return std::to_string(value);
}

NextStep before_touch(const Progress& p) {
    if (!p.has_done("read_case")) {
        return {"Read the case", "Who is this, what hurts, what is asked for?", "Enter",
                Panel::Patient, 1};
    }
    if (screening_topics(p) < kEnoughTopics) {
        return {"Ask before you touch",
                "Ask until you know whether this patient may be needled at all. Topics asked: " +
                    number(screening_topics(p)) + ". Each question costs patience.",
                "click a question", Panel::Patient, 2};
    }
    if (!p.has_asked("painful_movement")) {
        return {"Find the comparable sign",
                "Which movement hurts, and how much? You will test it again at the end.",
                "question: Which movement hurts?", Panel::Patient, 3};
    }
    if (!p.has_done("explain_and_consent")) {
        return {"Explain and ask for consent",
                "What you would do, why, what else there is, the right to stop, a stop word.",
                "button: Explain and consent", Panel::Patient, 4};
    }
    if (!p.has_done("teach_back")) {
        return {"Teach-back", "Let the patient say what would make them call you afterwards.",
                "button: Teach-back", Panel::Patient, 4};
    }
    return {};
}

NextStep find_the_site(const Progress& p) {
    if (!p.has_done("position_patient")) {
        return {"Position the patient", "Prone, arms where the shoulder blade lies well.",
                "button: Position", Panel::Palpation, 5};
    }
    if (!p.has_done("hand_hygiene")) {
        return {"Clean your hands", "Before you touch, and before anything sterile is opened.",
                "button: Hand hygiene", Panel::Palpation, 5};
    }
    if (p.landmarks == 0) {
        return {"Name a landmark",
                "Hold Space to lay a finger on the skin, find a bone you know, choose its name and "
                "press L.",
                "Space, then L", Panel::Palpation, 6};
    }
    if (!p.has_done("control_spot")) {
        return {"Press a healthy control spot first",
                "Press the button, then press healthy muscle: it tells what this patient feels "
                "where nothing is wrong.",
                "button: Control spot, then Space and left button", Panel::Palpation, 7};
    }
    if (p.presses < kEnoughPresses) {
        return {"Search the muscle",
                "Sweep across the fibres with 3 to 10 N: firmer than its neighbours, and tender? "
                "Presses so far: " +
                    number(p.presses) + ".",
                "Space; left button presses more; wheel 0.5 N", Panel::Palpation, 7};
    }
    if (p.marks == 0) {
        return {
            "Mark the site, or find nothing",
            "Where it is firm and the patient knows the pain, say how sure you are and mark it. "
            "If there is nothing to needle, finishing with that reason is right.",
            "M, with the finger on it", Panel::Palpation, 8};
    }
    return {};
}

NextStep make_ready(const Progress& p) {
    if (p.needle.empty()) {
        return {"Choose a needle",
                "The shortest one that reaches the target with 5 mm of shaft left outside.",
                "list: Needle", Panel::Plan, 9};
    }
    if (!p.has_plan) {
        return {
            "State the plan",
            "Target, risk, angle to the skin, depth of bone, stop depth, dose, when to stop. It "
            "is locked when the needle goes in.",
            "button: State this plan", Panel::Plan, 9};
    }
    if (!p.has_done("gloves")) {
        return {"Gloves on", "Non-sterile gloves will do.", "button: Gloves", Panel::Needle, 10};
    }
    if (!p.has_done("skin_preparation")) {
        return {"Prepare the skin", "Clean the marked site and let it dry.",
                "button: Skin preparation", Panel::Needle, 10};
    }
    if (!p.has_done("unpack_needle")) {
        return {"Unpack one needle", "What is opened must be counted and thrown away.",
                "button: Unpack needle", Panel::Needle, 10};
    }
    if (!p.has_bracket) {
        return {"Bracket a rib and hold",
                "Two pads (G), above and below one rib under the mark; press until you feel it "
                "between them, then hold with H. The rib shields the lung.",
                "1, G, Space, then H", Panel::Palpation, 11};
    }
    return {};
}

NextStep with_the_needle(const Progress& p, bool has_needle_in_hand, bool is_in_tube) {
    if (!p.is_needle_in && !has_needle_in_hand) {
        return {"Take the needle", "It stands in its tube on the mark, tilted as planned.", "N",
                Panel::Needle, 12};
    }
    if (!p.is_needle_in) {
        return {"Aim, then tap",
                "Check the tilt from the head (F7) and from the side (F8); arrows tilt by 1°. Then "
                "tap the handle.",
                "T", Panel::Needle, 12};
    }
    if (is_in_tube) {
        return {"Take the tube away", "Then lower the handle to the planned angle.", "U",
                Panel::Needle, 13};
    }
    if (p.strokes < 3) {
        return {"Advance towards the target",
                "Hold Space and push the mouse away from you, or turn the wheel: 0.25 mm a notch. "
                "Stop at the stop depth. Then move the needle with S or by hand.",
                "Space + mouse; S strokes", Panel::Needle, 13};
    }
    if (p.asked_while_in == 0) {
        return {"Ask how it is", "A prone face is not seen: ask with each pass.", "A",
                Panel::Needle, 14};
    }
    if (!p.has_reported) {
        return {"Say what you saw",
                "A twitch (Y) or none (X). A twitch is not needed. Stop at the planned dose, at "
                "pain over the limit, or when the patient says so. Strokes: " +
                    number(p.strokes) + ".",
                "Y or X", Panel::Needle, 14};
    }
    return {"Draw the needle out", "Slowly, along its line.", "W", Panel::Needle, 14};
}

NextStep afterwards(const Progress& p) {
    if (!p.has_pressed_exit) {
        return {"Press the site", "Hold the swab on it for ten seconds or more.", "hold P",
                Panel::After, 15};
    }
    const struct {
        const char* step;
        NextStep shown;
    } steps[] = {
        {"dispose_needle",
         {"Needle into the sharps bin", "At once, by yourself.", "button: Sharps bin", Panel::After,
          15}},
        {"count_needles",
         {"Count", "As many out as in, before you leave.", "button: Count needles", Panel::After,
          15}},
        {"retest",
         {"Test the painful movement again", "The same sign as before.", "button: Re-test",
          Panel::After, 15}},
        {"sit_up_in_steps",
         {"Let the patient sit up in steps", "Some faint.", "button: Sit up", Panel::After, 15}},
        {"give_advice",
         {"Give advice", "Soreness, a bruise; and for the chest: when to call at once.",
          "button: Advice", Panel::After, 15}},
        {"record_note",
         {"Write the note", "Site, size, in and out, response.", "button: Note", Panel::After, 15}},
    };
    for (const auto& each : steps) {
        if (!p.has_done(each.step)) return each.shown;
    }
    return {"Finish", "The score and its reasons follow.", "button: Finish", Panel::After, 16};
}

}  // namespace

void add_events(Progress& progress, std::span<const events::Event> events) {
    for (const auto& event : events) std::visit(Adder{progress}, event.body);
}

NextStep next_step(const Progress& p, bool has_needle_in_hand, bool is_in_tube) {
    if (p.has_finished) return {"Finished", "Read the score.", "", Panel::After, kStepCount};
    if (p.is_consent_withdrawn && p.is_needle_in) {
        return {"The patient said stop", "No further advance. Draw the needle out now.", "W",
                Panel::Needle, 14};
    }
    if (p.is_needle_in) return with_the_needle(p, has_needle_in_hand, is_in_tube);
    if (p.has_withdrawn || p.is_consent_withdrawn) return afterwards(p);
    for (const auto& stage : {before_touch(p), find_the_site(p), make_ready(p)}) {
        if (!stage.title.empty()) return stage;
    }
    return with_the_needle(p, has_needle_in_hand, is_in_tube);
}

}  // namespace dryrun::trainer
