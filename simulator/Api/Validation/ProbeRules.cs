using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation;

/// <summary>Validation rules for probes and lifecycle hooks.</summary>
internal static class ProbeRules
{
    private static readonly string[] _handlers = ["exec", "httpGet", "tcpSocket", "grpc"];
    private static readonly string[] _numbers =
    [
        "initialDelaySeconds",
        "timeoutSeconds",
        "periodSeconds",
        "successThreshold",
        "failureThreshold",
    ];

    public static void CheckAll(JsonObject container, string path, FieldErrors errors)
    {
        foreach (var hook in (ReadOnlySpan<string>)["postStart", "preStop"])
        {
            if (container.Map("lifecycle", hook) is { } handler)
            {
                CheckHandler(handler, $"{path}.lifecycle.{hook}", [.. _handlers, "sleep"], errors);
            }
        }
        foreach (var name in (ReadOnlySpan<string>)["livenessProbe", "readinessProbe", "startupProbe"])
        {
            if (container.Map(name) is not { } probe)
            {
                continue;
            }

            var at = $"{path}.{name}";
            CheckHandler(probe, at, _handlers, errors);
            foreach (var field in _numbers)
            {
                NumberRules.CheckNotNegative(probe, field, at, errors);
            }

            if (name != "readinessProbe" && probe.Number("successThreshold") is { } threshold and not 1)
            {
                errors.Invalid($"{at}.successThreshold", threshold, "must be 1");
            }
        }
    }

    private static void CheckHandler(JsonObject handler, string path, string[] handlers, FieldErrors errors)
    {
        var given = handlers.Where(handler.ContainsKey).ToList();
        if (given.Count == 0)
        {
            errors.Required(path, "must specify a handler type");
        }

        foreach (var extra in given.Skip(1))
        {
            errors.Forbidden($"{path}.{extra}", "may not specify more than 1 handler type");
        }

        if (handler.Map("exec") is { } exec && (exec.Array("command") is null or { Count: 0 }))
        {
            errors.Required($"{path}.exec.command");
        }

        if (handler.Map("httpGet") is { } request)
        {
            if (request.Text("path") is null or "")
            {
                errors.Required($"{path}.httpGet.path");
            }

            NumberRules.CheckPortOrName(request["port"], $"{path}.httpGet.port", errors);
            if (request.Text("scheme") is not ("HTTP" or "HTTPS"))
            {
                errors.NotSupported($"{path}.httpGet.scheme", request.Text("scheme") ?? "", "HTTP", "HTTPS");
            }
        }
        if (handler.Map("tcpSocket") is { } socket)
        {
            NumberRules.CheckPortOrName(socket["port"], $"{path}.tcpSocket.port", errors);
        }

        if (handler.Map("grpc") is { } grpc)
        {
            NumberRules.CheckPort(grpc.Number("port"), $"{path}.grpc.port", errors);
        }
    }
}
