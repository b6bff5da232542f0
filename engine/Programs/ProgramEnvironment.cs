using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Infra.Engine.Programs;

/// <summary>The environment of a Pulumi program.</summary>
internal sealed record ProgramEnvironment
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public required string MonitorAddress { get; init; }

    public required string EngineAddress { get; init; }

    public required string Project { get; init; }

    public required string Stack { get; init; }

    public required string RootDirectory { get; init; }

    public required string WorkingDirectory { get; init; }

    public required bool IsPreview { get; init; }

    public bool IsRendering { get; init; }

    public required int Parallel { get; init; }

    public required IReadOnlyDictionary<string, string> Config { get; init; }

    public required IReadOnlyList<string> ConfigSecretKeys { get; init; }

    /// <summary>The query the program answers instead of deploying, if any.</summary>
    public string? Query { get; init; }

    /// <summary>The values that are laid over the settings, as docs/program-contract.md describes them; null for none.</summary>
    public string? Overrides { get; init; }

    public void ApplyTo(IDictionary<string, string?> environment)
    {
        environment["PULUMI_MONITOR"] = MonitorAddress;
        environment["PULUMI_ENGINE"] = EngineAddress;
        environment["PULUMI_ORGANIZATION"] = "organization";
        environment["PULUMI_PROJECT"] = Project;
        environment["PULUMI_STACK"] = Stack;
        environment["PULUMI_ROOT_DIRECTORY"] = RootDirectory;
        environment["PULUMI_PWD"] = WorkingDirectory;
        environment["PULUMI_DRY_RUN"] = IsPreview ? "true" : "false";
        environment["PULUMI_QUERY_MODE"] = "false";
        environment["PULUMI_PARALLEL"] = Parallel.ToString(CultureInfo.InvariantCulture);
        environment["PULUMI_TRACING"] = "";
        environment["PULUMI_CONFIG"] = ToJson(writer =>
        {
            writer.WriteStartObject();
            foreach (var (key, value) in Config)
            {
                writer.WriteString(key, value);
            }

            writer.WriteEndObject();
        });
        environment["PULUMI_CONFIG_SECRET_KEYS"] = ToJson(writer =>
        {
            writer.WriteStartArray();
            foreach (var key in ConfigSecretKeys)
            {
                writer.WriteStringValue(key);
            }

            writer.WriteEndArray();
        });

        environment[ProgramContract.VersionVariable] = ProgramContract.Version.ToString(CultureInfo.InvariantCulture);
        environment[ProgramContract.RenderVariable] = IsRendering ? "true" : "false";
        environment.Remove(ProgramContract.QueryVariable);
        if (Query is not null)
        {
            environment[ProgramContract.QueryVariable] = Query;
        }

        environment.Remove(ProgramContract.OverridesVariable);
        if (Overrides is not null)
        {
            environment[ProgramContract.OverridesVariable] = Overrides;
        }

        // The program receives its decrypted configuration, not the passphrase of the state's secrets.
        environment.Remove("PULUMI_CONFIG_PASSPHRASE");
        environment.Remove("PULUMI_CONFIG_PASSPHRASE_FILE");

        // A program runs for a second or two, too short for profile-guided compilation to pay.
        environment.TryAdd("DOTNET_TieredPGO", "0");
    }

    // Not with the serializer: it compiles a hundred methods at every start.
    private static string ToJson(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Plain))
        {
            write(writer);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
