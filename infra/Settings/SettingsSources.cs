using System.Text;
using Infra.Backend.Settings.Documents;

namespace Infra.Backend.Settings;

/// <summary>The files and values from which a stack's settings are read.</summary>
internal sealed record SettingsSources
{
    public required string Stack { get; init; }

    /// <summary>The project's folder, whose files the settings may name.</summary>
    public required string Root { get; init; }

    /// <summary>The catalogue that all stacks share.</summary>
    public required SettingsFile Catalogue { get; init; }

    /// <summary>The stack's own file, read for line numbers only: the values come from <see cref="Config"/>.</summary>
    public required SettingsFile StackFile { get; init; }

    /// <summary>Finds a value of Pulumi's configuration by its key: decrypted, structures as JSON.</summary>
    public required Func<string, string?> Config { get; init; }

    /// <summary>Whether Pulumi lists a key as secret.</summary>
    public required Func<string, bool> IsSecret { get; init; }

    /// <summary>Values that are tried in place of the written ones.</summary>
    public IReadOnlyList<SettingOverride> Overrides { get; init; } = [];
}

/// <param name="Name">The path relative to the project.</param>
/// <param name="Text">The content; null if the file does not exist.</param>
internal sealed record SettingsFile(string Name, string? Text)
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The line of the first bytes that are not UTF-8; null if there are none.</summary>
    public int? InvalidLine { get; private init; }

    /// <summary>Decodes the bytes of a file. A file with invalid bytes has no text.</summary>
    public static SettingsFile FromBytes(string name, ReadOnlySpan<byte> bytes)
    {
        try
        {
            return new SettingsFile(name, Strict.GetString(bytes));
        }
        catch (DecoderFallbackException invalid)
        {
            return new SettingsFile(name, "") { InvalidLine = bytes[..invalid.Index].Count((byte)'\n') + 1 };
        }
    }
}
