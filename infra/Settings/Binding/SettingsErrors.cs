using System.Globalization;
using System.Text;
using Infra.Backend.Settings.Documents;

namespace Infra.Backend.Settings.Binding;

/// <summary>An error or warning in the settings: its place, the problem and the cure.</summary>
internal sealed record SettingsError(Location Location, SettingsPath Path, string Problem, string Cure)
{
    public override string ToString()
    {
        var text = new StringBuilder().Append(Location).Append(": ");
        var path = Path.ToString();
        if (path.Length > 0)
        {
            text.Append(path).Append(": ");
        }

        text.Append(Problem);
        return Escape((Cure.Length > 0 ? text.Append("; ").Append(Cure) : text).ToString());
    }

    /// <summary>Escapes the control and formatting characters of quoted settings, which could forge lines of a terminal or a log.</summary>
    private static string Escape(string text) =>
        text.Any(IsUnsafe) ? string.Concat(text.Select(letter => IsUnsafe(letter) ? $"\\u{(int)letter:X4}" : letter.ToString())) : text;

    private static bool IsUnsafe(char letter) =>
        char.GetUnicodeCategory(letter)
            is UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator;
}

/// <summary>Collects the errors and warnings in the settings of a stack.</summary>
internal sealed class SettingsErrors
{
    private readonly List<SettingsError> _errors = [];
    private readonly List<SettingsError> _warnings = [];
    private readonly List<SettingsPath> _unusable = [];

    public IReadOnlyList<SettingsError> Errors => _errors;

    public IReadOnlyList<SettingsError> Warnings => _warnings;

    public void Add(Location location, SettingsPath path, string problem, string cure) =>
        _errors.Add(new SettingsError(location, path, problem, cure));

    /// <summary>Adds an error and marks the setting as unusable, so that checks which depend on it add no further errors.</summary>
    public void AddUnusable(Location location, SettingsPath path, string problem, string cure)
    {
        Add(location, path, problem, cure);
        MarkUnusable(path);
    }

    /// <summary>Marks a setting as unusable because of an error that was added for another one.</summary>
    public void MarkUnusable(SettingsPath path) => _unusable.Add(path);

    /// <summary>Adds the errors of a part of the settings that was bound by itself.</summary>
    public void AddRange(SettingsErrors other)
    {
        _errors.AddRange(other._errors);
        _unusable.AddRange(other._unusable);
    }

    /// <summary>Adds the errors and warnings that a check has found.</summary>
    public void AddFindings(SettingsErrors other)
    {
        _errors.AddRange(other._errors);
        _warnings.AddRange(other._warnings);
    }

    public void Warn(Location location, SettingsPath path, string problem, string cure) =>
        _warnings.Add(new SettingsError(location, path, problem, cure));

    /// <summary>Whether neither the setting nor anything above or below it is unusable.</summary>
    public bool IsUsable(SettingsPath path) => !_unusable.Exists(unusable => unusable.IsWithin(path) || path.IsWithin(unusable));

    /// <exception cref="InvalidSettingsException">There is at least one error.</exception>
    public void ThrowIfAny(string stack)
    {
        if (_errors.Count > 0)
        {
            throw new InvalidSettingsException(stack, Sort(_errors));
        }
    }

    /// <summary>
    /// Sorts errors by place. An error that several settings share, because a default or an anchor is at its place, has one cause and is
    /// shown once.
    /// </summary>
    private static SettingsError[] Sort(IEnumerable<SettingsError> errors) =>
        [
            .. errors
                .Distinct()
                .DistinctBy(error => (error.Location, error.Location.Column == 0 ? error.Path : null, error.Problem, error.Cure))
                .OrderBy(error => error.Location.File, StringComparer.Ordinal)
                .ThenBy(error => error.Location.Line ?? 0),
        ];
}

/// <summary>The settings of a stack are invalid. The message lists all errors.</summary>
internal sealed class InvalidSettingsException(string stack, IReadOnlyList<SettingsError> errors)
    : ProgramException(Describe(stack, errors))
{
    public IReadOnlyList<SettingsError> Errors { get; } = errors;

    private static string Describe(string stack, IReadOnlyList<SettingsError> errors)
    {
        var text = new StringBuilder();
        text.Append(errors.Count == 1 ? "One error" : $"{errors.Count} errors")
            .Append(" in the settings of stack '")
            .Append(stack)
            .Append("':");
        foreach (var error in errors)
        {
            text.Append("\n  ").Append(error);
        }

        return text.ToString();
    }
}
