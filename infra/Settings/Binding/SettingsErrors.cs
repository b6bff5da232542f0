using System.Text;
using Infra.Backend.Settings.Documents;

namespace Infra.Backend.Settings.Binding;

/// <summary>One fault in the settings: where, what, and what to write instead.</summary>
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
        return (Cure.Length > 0 ? text.Append("; ").Append(Cure) : text).ToString();
    }
}

/// <summary>Everything wrong with the settings of a stack, gathered so that it is reported at once.</summary>
internal sealed class SettingsErrors
{
    private readonly List<SettingsError> _errors = [];
    private readonly List<SettingsError> _warnings = [];
    private readonly List<SettingsPath> _unusable = [];

    public IReadOnlyList<SettingsError> Errors => _errors;

    public IReadOnlyList<SettingsError> Warnings => _warnings;

    public void Add(Location location, SettingsPath path, string problem, string cure) =>
        _errors.Add(new SettingsError(location, path, problem, cure));

    /// <summary>As <see cref="Add"/>, where the value could not be read: checks that need it are then spared.</summary>
    public void AddUnusable(Location location, SettingsPath path, string problem, string cure)
    {
        Add(location, path, problem, cure);
        _unusable.Add(path);
    }

    public void Warn(Location location, SettingsPath path, string problem, string cure) =>
        _warnings.Add(new SettingsError(location, path, problem, cure));

    public bool IsUsable(SettingsPath path) => !_unusable.Exists(unusable => unusable.IsWithin(path) || path.IsWithin(unusable));

    /// <exception cref="InvalidSettingsException">There is at least one error.</exception>
    public void ThrowIfAny(string stack)
    {
        if (_errors.Count > 0)
        {
            throw new InvalidSettingsException(stack, InOrder(_errors));
        }
    }

    private static SettingsError[] InOrder(IEnumerable<SettingsError> errors) =>
        [.. errors.Distinct().OrderBy(error => error.Location.File, StringComparer.Ordinal).ThenBy(error => error.Location.Line ?? 0)];
}

/// <summary>The settings of a stack cannot be used. The message lists every error; it is meant for people, without a stack trace.</summary>
internal sealed class InvalidSettingsException(string stack, IReadOnlyList<SettingsError> errors)
    : ProgramException(Describe(stack, errors))
{
    public IReadOnlyList<SettingsError> Errors { get; } = errors;

    private static string Describe(string stack, IReadOnlyList<SettingsError> errors)
    {
        var text = new StringBuilder();
        text.Append(errors.Count == 1 ? "One error" : $"{errors.Count} errors").Append(" in the settings of stack '").Append(stack).Append("':");
        foreach (var error in errors)
        {
            text.Append("\n  ").Append(error);
        }

        return text.ToString();
    }
}
