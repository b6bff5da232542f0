using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Settings.Vocabulary;

/// <summary>Words of Compose, Helm charts or Kubernetes for something that is written differently here.</summary>
/// <param name="Words">The words, separated by spaces. Their case, dashes and underscores do not matter.</param>
/// <param name="Setting">The path of our setting, with dots; empty if there is none.</param>
/// <param name="Note">What to write, or why there is no setting; empty if the setting says enough.</param>
internal sealed record ForeignWord(string Words, string Setting, string Note = "")
{
    private const string NoSetting = "there is no setting for it; remove it, or see docs/platform-limits.md";

    /// <summary>The cure for one of the words in a record of this type.</summary>
    public string Cure(SettingsType type) =>
        Setting.Length > 0 && IsKnown(type) ? $"write '{Nest(Setting)}'{(Note.Length > 0 ? $", {Note}" : "")}"
        : Setting.Length == 0 && Note.Length > 0 ? Note
        : NoSetting;

    /// <summary>Our setting at the level of the word; null if there is none.</summary>
    public string? Meant(SettingsType type) => Setting.Length > 0 && IsKnown(type) ? Setting.Split('.')[0] : null;

    /// <summary>Whether the record has the setting.</summary>
    public bool IsKnown(SettingsType type)
    {
        var record = type;
        foreach (var key in Setting.Split('.'))
        {
            if (record?[key] is not { } property)
            {
                return false;
            }

            record =
                property.ItemType is null && property.ValueType is null && ScalarType.Find(property.Type) is null
                    ? SettingsType.Get(property.Type)
                    : null;
        }

        return true;
    }

    /// <summary>Formats a path as YAML: <c>scaling: {min: …}</c>.</summary>
    internal static string Nest(string setting)
    {
        var keys = setting.Split('.');
        var inner = keys.Length > 1 ? $"{string.Join(": {", keys)}: …{new string('}', keys.Length - 1)}" : $"{keys[0]}: …";
        return inner;
    }
}
