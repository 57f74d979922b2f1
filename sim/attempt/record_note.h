// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// What a therapist could write into the record of an attempt: what was planned, done, said and
// seen, never what only the program knows.
#pragma once

#include <span>
#include <string>

#include "events/event.h"
#include "patient/patient.h"

namespace dryrun::attempt {

/// The note on what `events` hold so far, one "subject: what" a line, the words in the language of
/// `phrases` ("note.consent"); muscles by their Latin name, lengths in mm, pressures in kPa.
std::string record_note(std::span<const events::Event> events, const patient::Phrases& phrases);

}  // namespace dryrun::attempt
