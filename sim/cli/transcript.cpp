// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// An attempt as it was heard and seen: what the therapist asked and did, what the patient said and
// showed. What nobody could know (where the point was, what the needle passed) is not in it.
#include <variant>

#include "attempt/attempt.h"
#include "attempt/record_note.h"
#include "cli/commands.h"
#include "patient/patient.h"

namespace dryrun::cli {
namespace {

struct Line {
    std::string who;  ///< "T" the therapist, "P" the patient, "·" what is seen
    std::string text;
};

class Teller {
  public:
    explicit Teller(const patient::Phrases& phrases) : phrases_(phrases) {}

    std::optional<Line> operator()(const events::PatientAsked& event) const {
        return Line{"T", phrases_.text("ask." + event.topic)};
    }
    std::optional<Line> operator()(const events::StepDone& event) const {
        return Line{"T", phrases_.text("do." + event.step)};
    }
    std::optional<Line> operator()(const events::PatientSpoke& event) const {
        return Line{"P", phrases_.text(event.phrase, number_said(event.text))};
    }
    std::optional<Line> operator()(const events::PatientJumped&) const {
        return Line{"·", phrases_.text("shows.flinched")};
    }
    std::optional<Line> operator()(const events::EmergencySign& event) const {
        return Line{"·", phrases_.text("shows." + event.sign)};
    }
    std::optional<Line> operator()(const events::SkinPunctured&) const {
        return Line{"·", phrases_.text("seen.needle_in")};
    }
    std::optional<Line> operator()(const events::NeedleWithdrawn&) const {
        return Line{"·", phrases_.text("seen.needle_out")};
    }
    std::optional<Line> operator()(const events::Twitch&) const {
        return Line{"·", phrases_.text("seen.twitch")};
    }
    std::optional<Line> operator()(const events::SessionFinished& event) const {
        return Line{"·", phrases_.text("finish." + event.reason)};
    }
    template <class Other>
    std::optional<Line> operator()(const Other&) const {
        return std::nullopt;
    }

  private:
    // The number in the English words that the log holds.
    static double number_said(const std::string& text) {
        const auto first = text.find_first_of("0123456789");
        if (first == std::string::npos) return -1.0;
        double number = 0.0;
        for (std::size_t i = first; i < text.size() && text[i] >= '0' && text[i] <= '9'; ++i)
            number = 10.0 * number + (text[i] - '0');
        return number;
    }

    const patient::Phrases& phrases_;
};

std::string clock(std::int64_t tick) {
    const std::int64_t seconds = tick / events::kTicksPerSecond;
    const std::string rest = std::to_string(seconds % 60);
    return std::to_string(seconds / 60) + (rest.size() < 2 ? ":0" : ":") + rest;
}

// Lines after the first stand under the text of the first.
std::string indented(std::string text) {
    for (std::size_t at = text.find('\n'); at != std::string::npos; at = text.find('\n', at + 1))
        text.insert(at + 1, "         ");
    return text;
}

int run_transcript(const std::string& file, const std::string& language,
                   const std::string& format) {
    const auto attempt = attempt::read_attempt(file);
    if (!attempt) return report(attempt.error());
    const auto phrases = patient::Phrases::read_shipped(language);
    if (!phrases) return report(phrases.error());
    const Teller teller(*phrases);
    std::string text;
    Json list = Json::array();
    const std::span<const events::Event> all = attempt->events;
    for (const events::Event& event : all) {
        auto line = std::visit(teller, event.body);
        if (!line) continue;
        const auto* step = std::get_if<events::StepDone>(&event.body);
        if (step && step->step == "record_note") {
            const auto until_now = static_cast<std::size_t>(&event - all.data());
            line->text += "\n" + attempt::record_note(all.first(until_now), *phrases);
        }
        if (format == "json") {
            list.push_back({{"tick", event.tick}, {"who", line->who}, {"text", line->text}});
        } else {
            text += clock(event.tick) + "  " + line->who + "  " + indented(line->text) + "\n";
        }
    }
    return format == "json" ? print_json(list) : print(text);
}

}  // namespace

void add_transcript(CLI::App& program, Invocation& invocation) {
    auto* command = program.add_subcommand(
        "transcript", "What was said, done and seen in an attempt, as a conversation");
    auto file = std::make_shared<std::string>();
    auto language = std::make_shared<std::string>("en");
    auto format = std::make_shared<std::string>();
    command->add_option("ATTEMPT", *file)->required();
    command->add_option("--language", *language, "Of what is said; assets/strings")
        ->check(CLI::IsMember(patient::shipped_languages()))
        ->capture_default_str();
    add_format(*command, *format, {"text", "json"});
    command->callback([file, language, format, &invocation] {
        invocation.exit_code = run_transcript(*file, *language, *format);
    });
}

}  // namespace dryrun::cli
