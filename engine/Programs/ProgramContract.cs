using System.Text.Json;

namespace Infra.Engine.Programs;

/// <summary>
/// The contract by which a program answers queries without a deployment: docs/program-contract.md. A program declares in its
/// <c>*.runtimeconfig.json</c> that it implements the contract: a program without this declaration is not started for a query.
/// </summary>
internal static class ProgramContract
{
    /// <summary>The environment variable by which a program recognizes that it runs under <c>infra</c>; its value is the version.</summary>
    public const string VersionVariable = "INFRA_PROGRAM_CONTRACT";

    /// <summary>The version of the contract.</summary>
    public const int Version = 2;

    /// <summary>The environment variable with the query.</summary>
    public const string QueryVariable = "INFRA_QUERY";

    /// <summary>The exit code for a query about a stack whose settings are invalid.</summary>
    public const int InvalidSettings = 2;

    private const string Property = "Infra.ProgramContract";

    /// <summary>True if the program declares this version of the contract or a later one.</summary>
    /// <param name="program">The path of the built program.</param>
    public static bool IsDeclaredBy(string program)
    {
        var file = Path.ChangeExtension(program, ".runtimeconfig.json");
        if (!File.Exists(file))
        {
            return false;
        }

        using var json = JsonDocument.Parse(File.ReadAllBytes(file));
        return json.RootElement.TryGetProperty("runtimeOptions", out var options)
            && options.TryGetProperty("configProperties", out var properties)
            && properties.TryGetProperty(Property, out var declared)
            && int.TryParse(declared.ToString(), out var version)
            && version >= Version;
    }
}
