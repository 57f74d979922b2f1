// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "attempt/record_note.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <variant>
#include <vector>

#include "core/json.h"
#include "events/vocabulary.h"

namespace dryrun::attempt {
namespace {

using patient::Phrases;

// "muscle.rhomboid_major.right" as "rhomboid major, right".
std::string muscle_words(std::string_view name, const Phrases& phrases) {
    constexpr std::string_view kPrefix = "muscle.";
    if (name.starts_with(kPrefix)) name.remove_prefix(kPrefix.size());
    std::string side;
    for (const std::string_view one : {"left", "right"}) {
        if (!name.ends_with(std::string(".") + std::string(one))) continue;
        name.remove_suffix(one.size() + 1);
        side = ", " + phrases.text("note." + std::string(one));
    }
    std::string words(name);
    std::replace(words.begin(), words.end(), '_', ' ');
    return words + side;
}

void add_once(std::vector<std::string>& list, std::string item) {
    if (std::find(list.begin(), list.end(), item) == list.end()) list.push_back(std::move(item));
}

// Gathers one attempt; lines that have nothing to tell are left out, but for those whose absence
// is to be seen: consent, count, bleeding.
class Writer {
  public:
    explicit Writer(const Phrases& phrases) : phrases_(phrases) {}

    void operator()(const events::StepDone& event) {
        const std::string words = phrases_.text("do." + event.step);
        if (event.step == "explain_and_consent") has_consent_ = true;
        if (event.step == "give_advice" || event.step.starts_with("plan_")) add_once(after_, words);
        if (event.step == "unpack_needle") ++unpacked_;
        if (event.step == "dispose_needle") ++disposed_;
        if (events::is_word_of(events::kHygieneSteps, event.step)) add_once(hygiene_, words);
        if (has_signs_ && !event.step.starts_with("plan_") && event.step != "record_note")
            add_once(acted_, words);
    }
    void operator()(const events::ConsentWithdrawn&) { is_consent_withdrawn_ = true; }
    void operator()(const events::PlanStated& event) {
        target_ = muscle_words(event.target, phrases_);
    }
    void operator()(const events::NeedleChosen& event) { add_once(needles_, event.needle); }
    void operator()(const events::SkinPunctured& event) { tilt_deg_ = event.tilt_deg; }
    void operator()(const events::NeedleWithdrawn& event) {
        insertions_.push_back(fixed_text(tilt_deg_, 0) + "°, " + fixed_text(event.deepest_path, 0) +
                              " mm, " + std::to_string(event.strokes) + " " +
                              phrases_.text("note.strokes"));
    }
    void operator()(const events::ResponseReported& event) {
        add_once(responses_, phrases_.text("note." + event.response));
    }
    void operator()(const events::ThresholdMeasured& event) {
        thresholds_.push_back(fixed_text(event.pressure_kPa, 0));
    }
    void operator()(const events::Bleeding& event) {
        add_once(bleeding_, phrases_.text("note." + event.grade));
    }
    void operator()(const events::ExitPressed& event) {
        pressed_ =
            ", " + phrases_.text("note.pressed") + " " + fixed_text(event.duration, 0) + " s";
    }
    void operator()(const events::EmergencySign& event) {
        has_signs_ = true;
        add_once(signs_, phrases_.text("shows." + event.sign));
    }
    void operator()(const events::SessionFinished& event) {
        if (event.reason != "done") ending_ = phrases_.text("finish." + event.reason);
    }
    template <class Other>
    void operator()(const Other&) {}

    std::string text() const {
        std::string text;
        const auto line = [&](const char* subject, const std::string& what) {
            if (what.empty()) return;
            if (!text.empty()) text += '\n';
            text += phrases_.text(std::string("note.") + subject) + ": " + what;
        };
        line("target", target_);
        line("consent", phrases_.text(is_consent_withdrawn_ ? "note.withdrawn"
                                      : has_consent_        ? "note.given"
                                                            : "note.nothing"));
        line("hygiene", joined(hygiene_, ", "));
        line("needle", joined(needles_, ", "));
        line("insertion", joined(insertions_, "; "));
        line("response", joined(responses_, ", "));
        if (thresholds_.size() > 1)
            line("threshold", thresholds_.front() + " → " + thresholds_.back() + " kPa");
        if (!insertions_.empty())
            line("bleeding",
                 (bleeding_.empty() ? phrases_.text("note.nothing") : joined(bleeding_, ", ")) +
                     pressed_);
        line("incident", joined(signs_, ", "));
        line("acted", joined(acted_, ", "));
        line("count", std::to_string(unpacked_) + " / " + std::to_string(disposed_));
        line("after", joined(after_, ", "));
        line("ending", ending_);
        return text;
    }

  private:
    static std::string joined(const std::vector<std::string>& list, std::string_view between) {
        std::string text;
        for (const std::string& item : list) {
            if (!text.empty()) text += between;
            text += item;
        }
        return text;
    }

    const Phrases& phrases_;
    std::string target_;
    std::string ending_;
    std::string pressed_;
    bool has_consent_ = false;
    bool is_consent_withdrawn_ = false;
    bool has_signs_ = false;
    double tilt_deg_ = 0.0;
    int unpacked_ = 0;
    int disposed_ = 0;
    std::vector<std::string> hygiene_;
    std::vector<std::string> needles_;
    std::vector<std::string> insertions_;
    std::vector<std::string> responses_;
    std::vector<std::string> thresholds_;
    std::vector<std::string> bleeding_;
    std::vector<std::string> signs_;
    std::vector<std::string> acted_;
    std::vector<std::string> after_;
};

}  // namespace

std::string record_note(std::span<const events::Event> events, const Phrases& phrases) {
    Writer writer(phrases);
    for (const events::Event& event : events) std::visit(writer, event.body);
    return writer.text();
}

}  // namespace dryrun::attempt
