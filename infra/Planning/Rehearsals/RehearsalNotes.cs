using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Documents;

namespace Infra.Backend.Planning.Rehearsals;

/// <summary>Resolves values of a rehearsal, and notes where each of them comes from.</summary>
/// <param name="scenario">The scenario as written; null for a rehearsal without a file.</param>
/// <param name="stack">The settings of the stack as written.</param>
internal sealed class RehearsalNotes(WrittenSettings? scenario, WrittenSettings stack)
{
    private const string Here = "default of rehearsals";

    private readonly List<PlannedAssumption> _assumptions = [];

    /// <summary>What was noted, in order.</summary>
    public IReadOnlyList<PlannedAssumption> Assumptions => _assumptions;

    /// <summary>The place of a setting of the scenario; null if it is not written.</summary>
    public string? FindInScenario(SettingsPath path) => scenario?.Find(path)?.ToString();

    /// <summary>The place of a setting of the stack; null if it is not written.</summary>
    public string? FindInStack(SettingsPath path) => stack.Find(path)?.ToString();

    /// <summary>Notes a value: that of the scenario if it is written there, or of the stack, and else a default.</summary>
    /// <param name="subject">The service or pool.</param>
    /// <param name="name">The setting's name.</param>
    /// <param name="value">The value with its unit.</param>
    /// <param name="inScenario">Its path in the scenario.</param>
    /// <param name="inStack">The path in the stack of what it follows from; null if it follows from nothing there.</param>
    /// <param name="reason">Why it is the default, for one that follows from something else.</param>
    public void Note(string subject, string name, string value, SettingsPath inScenario, SettingsPath? inStack = null, string reason = Here)
    {
        var place = FindInScenario(inScenario) ?? (inStack is null ? null : FindInStack(inStack));
        _assumptions.Add(
            new PlannedAssumption(subject, name, value, place is null ? PlannedOrigin.Default : PlannedOrigin.Declared, place ?? reason)
        );
    }
}
