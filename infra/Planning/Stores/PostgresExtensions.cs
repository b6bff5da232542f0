using System.Text.Json.Nodes;
using Infra.Backend.Planning.Stores.Scripts;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Values;

namespace Infra.Backend.Planning.Stores;

/// <summary>The extensions of PostgreSQL that a store's databases have: an administrator creates them.</summary>
internal static class PostgresExtensions
{
    private const string Path = "/etc/store/extensions.sh";

    /// <summary>Adds a second script to the job that creates the users and databases of a container.</summary>
    public static ServiceSettings AddTo(ServiceSettings job, StorePlan store)
    {
        if (store.Form != StoreForm.Container || store.Settings.Extensions.IsEmpty)
        {
            return job;
        }

        var files = new OrderedDictionary<string, FileSettings>(job.Files, StringComparer.Ordinal)
        {
            [Path] = new() { Content = new Text(PostgresScripts.Extensions) },
        };
        var variables = new OrderedDictionary<string, EnvironmentSettings>(job.Env, StringComparer.Ordinal)
        {
            ["EXTENSIONS"] = StoreAccess.Write(string.Join(' ', store.Settings.Extensions)),
        };
        return job with { Files = files, Env = variables, Command = ["sh", "-c", $"{string.Join(' ', job.Command)} && exec sh {Path}"] };
    }

    /// <summary>The extensions as CloudNativePG's <c>Database</c> lists them.</summary>
    public static JsonArray Describe(StoreSettings store) => [.. store.Extensions.Select(name => new JsonObject { ["name"] = name })];
}
