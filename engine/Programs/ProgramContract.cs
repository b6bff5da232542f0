using System.Text.Json;

namespace Infra.Engine.Programs;

/// <summary>
/// The contract by which a program answers queries without a deployment, and need not start for an update that its plan has made:
/// docs/program-contract.md. A program declares the version that it implements in its <c>*.runtimeconfig.json</c>.
/// </summary>
internal static class ProgramContract
{
    /// <summary>The environment variable by which a program recognizes that it runs under <c>infra</c>; its value is the version.</summary>
    public const string VersionVariable = "INFRA_PROGRAM_CONTRACT";

    /// <summary>The version of the contract.</summary>
    public const int Version = 5;

    /// <summary>The environment variable with the query.</summary>
    public const string QueryVariable = "INFRA_QUERY";

    /// <summary>The environment variable that is <c>true</c> where objects are rendered only.</summary>
    public const string RenderVariable = "INFRA_RENDER";

    /// <summary>The environment variable with the values that are laid over the settings of a query or a rendering.</summary>
    public const string OverridesVariable = "INFRA_OVERRIDES";

    /// <summary>The exit code for a query about a stack whose settings are invalid.</summary>
    public const int InvalidSettings = 2;

    private const string Property = "Infra.ProgramContract";

    private const int FirstWithQueries = 2;
    private const int FirstWithRepeatablePreviews = 3;
    private const int FirstWithCompleteDefinitions = 4;
    private const int FirstWithOverrides = 5;

    /// <summary>True if a program of this version answers queries.</summary>
    public static bool HasQueries(int version) => version >= FirstWithQueries;

    /// <summary>True if a program of this version registers in an update what it registered in a preview that knew all values.</summary>
    public static bool HasRepeatablePreviews(int version) => version >= FirstWithRepeatablePreviews;

    /// <summary>True if a program of this version registers all CustomResourceDefinitions that a cluster need not have before.</summary>
    public static bool HasCompleteDefinitions(int version) => version >= FirstWithCompleteDefinitions;

    /// <summary>True if a program of this version lays the values of <see cref="OverridesVariable"/> over its settings.</summary>
    public static bool HasOverrides(int version) => version >= FirstWithOverrides;

    /// <summary>Reads the version that a program declares; 0 if it declares none.</summary>
    /// <param name="program">The path of the built program.</param>
    public static int ReadVersion(string program)
    {
        var file = Path.ChangeExtension(program, ".runtimeconfig.json");
        if (!File.Exists(file))
        {
            return 0;
        }

        using var json = JsonDocument.Parse(File.ReadAllBytes(file));
        return
            json.RootElement.TryGetProperty("runtimeOptions", out var options)
            && options.TryGetProperty("configProperties", out var properties)
            && properties.TryGetProperty(Property, out var declared)
            && int.TryParse(declared.ToString(), out var version)
            ? version
            : 0;
    }
}
