using Infra.Backend.Settings.Documents;

namespace Infra.Backend.Settings.Binding;

/// <summary>Settings that keep the place where they are written, for messages after the settings are loaded.</summary>
internal abstract record LocatedSettings
{
    /// <summary>The place; null if the settings were not bound from a file.</summary>
    internal Location? Location { get; set; }
}
