using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Simulator.Objects;
using Microsoft.AspNetCore.Http;

namespace Infra.Simulator.Api.Http;

/// <summary>Reads the body and the query options of requests.</summary>
internal static class RequestReading
{
    public static async Task<byte[]> ReadBodyAsync(this HttpRequest request, CancellationToken cancellation)
    {
        using var buffer = new MemoryStream();
        await request.Body.CopyToAsync(buffer, cancellation);
        return buffer.ToArray();
    }

    /// <summary>The media type of the body without parameters; empty for none.</summary>
    public static string MediaType(this HttpRequest request) => (request.ContentType ?? "").Split(';')[0].Trim();

    public static RequestOptions ParseWriteOptions(this HttpRequest request, string optionsKind, IReadOnlyList<string> duplicates) =>
        new()
        {
            FieldManager = request.GetFieldManager(),
            DryRun = request.IsDryRun(optionsKind),
            FieldValidation = request.Query["fieldValidation"].ToString() switch
            {
                "" or "Warn" => FieldValidation.Warn,
                "Strict" => FieldValidation.Strict,
                "Ignore" => FieldValidation.Ignore,
                var other => throw FieldError.CreateOptionException(
                    optionsKind,
                    FieldError.NotSupported("fieldValidation", other, "", "Ignore", "Strict", "Warn")
                ),
            },
            Force = request.Query["force"] == "true",
            DuplicateFields = duplicates,
            User = request.HttpContext.GetUser(),
        };

    public static bool IsDryRun(this HttpRequest request, string optionsKind)
    {
        var values = request.Query["dryRun"];
        if (values.Count == 0)
        {
            return false;
        }

        if (values.Any(value => value != "All"))
        {
            throw FieldError.CreateOptionException(
                optionsKind,
                FieldError.NotSupported("dryRun", new JsonArray([.. values.Select(value => JsonValue.Create(value))]), "All")
            );
        }

        return true;
    }

    /// <summary>Parses the options of a delete from the body and the query.</summary>
    public static DeleteOptions ParseDeleteOptions(this HttpRequest request, JsonObject options)
    {
        var propagation = options.Text("propagationPolicy") ?? request.Query["propagationPolicy"].ToString();
        var grace = options.Number("gracePeriodSeconds")
            ?? (long.TryParse(request.Query["gracePeriodSeconds"], CultureInfo.InvariantCulture, out var seconds) ? seconds : null);
        if (options.Flag("orphanDependents") && propagation.Length == 0)
        {
            propagation = nameof(PropagationPolicy.Orphan);
        }

        return new DeleteOptions
        {
            Uid = options.Text("preconditions", "uid"),
            ResourceVersion = options.Text("preconditions", "resourceVersion"),
            Propagation =
                propagation.Length == 0 ? null
                : Enum.TryParse<PropagationPolicy>(propagation, out var known) ? known
                : throw FieldError.CreateOptionException(
                    "DeleteOptions",
                    FieldError.NotSupported("propagationPolicy", propagation, "Foreground", "Background", "Orphan", "nil")
                ),
            GracePeriodSeconds = grace,
            DryRun = request.IsDryRun("DeleteOptions") || options.Array("dryRun") is { Count: > 0 },
        };
    }

    /// <summary>Returns the field manager: the query parameter, or else the program in the user agent.</summary>
    private static string GetFieldManager(this HttpRequest request)
    {
        var given = request.Query["fieldManager"].ToString();
        if (given.Length > 0)
        {
            return given;
        }

        var agent = request.Headers.UserAgent.ToString();
        var slash = agent.IndexOf('/', StringComparison.Ordinal);
        var program = slash < 0 ? agent : agent[..slash];
        return program.Length == 0 ? "unknown"
            : program.Length > 128 ? program[..128]
            : program;
    }
}
