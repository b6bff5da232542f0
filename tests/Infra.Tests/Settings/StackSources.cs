using System.Text;
using System.Text.Json;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Documents;

namespace Infra.Tests.Settings;

/// <summary>The sources of settings: a catalogue, a stack's file, and the configuration Pulumi derives from it.</summary>
internal static class StackSources
{
    private static readonly string Root = FindRoot();

    /// <summary>The settings of one of the repository's own stacks.</summary>
    public static SettingsSources ForStack(string stack) =>
        From(
            File.ReadAllText(Path.Combine(Root, "stacks", "services.yaml")),
            File.ReadAllText(Path.Combine(Root, "stacks", $"Pulumi.{stack}.yaml")),
            stack
        );

    public static string PathOf(params string[] segments) => Path.Combine([Root, .. segments]);

    /// <summary>Creates sources for a simulated cluster, unless they set another.</summary>
    public static SettingsSources Simulated(string catalogue, string stackFile, string stack = "dev")
    {
        var sources = From(catalogue, stackFile, stack);
        return sources with { Config = key => sources.Config(key) ?? (key == "cluster" ? """{"kind":"simulated"}""" : null) };
    }

    /// <summary>Creates sources like Pulumi, with structures as JSON and decrypted: <c>secure: v1:x</c> becomes <c>x</c>.</summary>
    public static SettingsSources From(string catalogue, string stackFile, string stack = "dev")
    {
        var config = new Dictionary<string, string>(StringComparer.Ordinal);
        var secrets = new HashSet<string>(StringComparer.Ordinal);
        var written = YamlDocument.Read("stack.yaml", stackFile, new SettingsErrors());
        foreach (var entry in (written?["config"] as MappingNode)?.Entries ?? [])
        {
            var key = entry.Key[(entry.Key.IndexOf(':', StringComparison.Ordinal) + 1)..];
            config[key] = entry.Value switch
            {
                ScalarNode scalar => scalar.Text,
                MappingNode { Entries: [{ Key: "secure", Value: ScalarNode secret }] } => secret.Text["v1:".Length..],
                var structure => Json(structure),
            };
            if (HasSecret(entry.Value))
            {
                secrets.Add(key);
            }
        }

        return new SettingsSources
        {
            Stack = stack,
            Root = Root,
            Catalogue = new SettingsFile("stacks/services.yaml", catalogue),
            StackFile = new SettingsFile($"stacks/Pulumi.{stack}.yaml", stackFile),
            Config = config.GetValueOrDefault,
            IsSecret = secrets.Contains,
        };
    }

    private static string Json(SettingsNode node)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            Write(writer, node);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void Write(Utf8JsonWriter writer, SettingsNode node)
    {
        switch (node)
        {
            case MappingNode { Entries: [{ Key: "secure", Value: ScalarNode cipher }] }:
                writer.WriteStringValue(cipher.Text["v1:".Length..]);
                break;
            case MappingNode mapping:
                writer.WriteStartObject();
                foreach (var entry in mapping.Entries.OrderBy(entry => entry.Key, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(entry.Key);
                    Write(writer, entry.Value);
                }

                writer.WriteEndObject();
                break;
            case SequenceNode sequence:
                writer.WriteStartArray();
                foreach (var item in sequence.Items)
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            case ScalarNode { Kind: ScalarKind.Text } text:
                writer.WriteStringValue(text.Text);
                break;
            case ScalarNode { Kind: ScalarKind.Null }:
                writer.WriteNullValue();
                break;
            case ScalarNode { Kind: ScalarKind.Number } number:
                writer.WriteNumberValue(double.Parse(number.Text, System.Globalization.CultureInfo.InvariantCulture));
                break;
            case ScalarNode boolean:
                writer.WriteBooleanValue(boolean.Text == "true");
                break;
        }
    }

    private static bool HasSecret(SettingsNode node) =>
        node switch
        {
            MappingNode mapping => mapping.Entries.Any(entry => entry.Key == "secure" || HasSecret(entry.Value)),
            SequenceNode sequence => sequence.Items.Any(HasSecret),
            _ => false,
        };

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Pulumi.yaml")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("These tests run inside the repository, which has a Pulumi.yaml at its root.");
    }
}
