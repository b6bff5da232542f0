using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Infra.Simulator.Schema;
using Microsoft.AspNetCore.Http;

namespace Infra.Simulator.Api.Http;

/// <summary>Serves the version, the health checks, the metrics, and the list of paths.</summary>
internal sealed class ServerEndpoints(ResourceCatalog catalog, MetricsEndpoint metrics)
{
    public async Task<bool> TryHandleAsync(HttpContext context, string[] path)
    {
        switch (path)
        {
            case []:
                await context.Response.WriteJsonAsync(StatusCodes.Status200OK, CreatePaths());
                return true;
            case ["version"]:
                CheckIsGet(context.Request);
                await context.Response.WriteJsonAsync(StatusCodes.Status200OK, CreateVersion());
                return true;
            case ["metrics"]:
                CheckIsGet(context.Request);
                await metrics.WriteAsync(context.Response);
                return true;
            default:
                return await HealthEndpoints.TryHandleAsync(context, path);
        }
    }

    private static void CheckIsGet(HttpRequest request)
    {
        if (!HttpMethods.IsGet(request.Method))
        {
            throw ResourceEndpoints.MethodNotAllowed();
        }
    }

    private static JsonObject CreateVersion() =>
        new()
        {
            ["major"] = "1",
            ["minor"] = "36",
            ["emulationMajor"] = "1",
            ["emulationMinor"] = "36",
            ["minCompatibilityMajor"] = "1",
            ["minCompatibilityMinor"] = "35",
            ["gitVersion"] = "v1.36.2",
            ["gitCommit"] = "simulated",
            ["gitTreeState"] = "clean",
            ["buildDate"] = "1970-01-01T00:00:00Z",
            ["goVersion"] = "none",
            ["compiler"] = "none",
            ["platform"] = "linux/" + (RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "arm64" : "amd64"),
        };

    private JsonObject CreatePaths()
    {
        var paths = new List<string>
        {
            "/api",
            "/api/v1",
            "/apis",
            "/apis/",
            "/metrics",
            "/openapi/v2",
            "/openapi/v3",
            "/openapi/v3/",
            "/version",
        };
        paths.AddRange(HealthEndpoints.Paths);
        foreach (var group in catalog.Groups.Skip(1))
        {
            paths.Add($"/apis/{group.Name}");
            paths.AddRange(group.Versions.Select(version => $"/apis/{group.Name}/{version}"));
        }
        return new JsonObject
        {
            ["paths"] = new JsonArray([.. paths.Order(StringComparer.Ordinal).Select(path => JsonValue.Create(path))]),
        };
    }
}
