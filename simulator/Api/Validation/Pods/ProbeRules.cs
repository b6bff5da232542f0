using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation.Pods;

/// <summary>Validation rules for probes and lifecycle hooks.</summary>
internal static class ProbeRules
{
    private const string HeaderRule =
        "a valid HTTP header must consist of alphanumeric characters or '-' (e.g. 'X-Header-Name', "
        + "regex used for validation is '[-A-Za-z0-9]+')";

    private static readonly string[] _handlers = ["exec", "httpGet", "tcpSocket", "grpc", "sleep"];
    private static readonly string[] _numbers =
    [
        "initialDelaySeconds",
        "timeoutSeconds",
        "periodSeconds",
        "successThreshold",
        "failureThreshold",
    ];

    public static void CheckAll(JsonObject container, long? gracePeriod, string path, FieldErrors errors)
    {
        foreach (var hook in (ReadOnlySpan<string>)["postStart", "preStop"])
        {
            if (container.Map("lifecycle", hook) is { } handler)
            {
                CheckHandler(handler, gracePeriod, $"{path}.lifecycle.{hook}", errors);
            }
        }
        foreach (var name in (ReadOnlySpan<string>)["livenessProbe", "readinessProbe", "startupProbe"])
        {
            if (container.Map(name) is { } probe)
            {
                CheckProbe(probe, name, gracePeriod, $"{path}.{name}", errors);
            }
        }
    }

    private static void CheckProbe(JsonObject probe, string name, long? gracePeriod, string at, FieldErrors errors)
    {
        CheckHandler(probe, gracePeriod, at, errors);
        foreach (var field in _numbers)
        {
            NumberRules.CheckNotNegative(probe, field, at, errors);
        }

        var ownPeriod = probe.Number("terminationGracePeriodSeconds");
        if (ownPeriod <= 0)
        {
            errors.Invalid($"{at}.terminationGracePeriodSeconds", ownPeriod, "must be greater than 0");
        }

        if (name == "readinessProbe" && ownPeriod is not null)
        {
            errors.Invalid($"{at}.terminationGracePeriodSeconds", ownPeriod, "must not be set for readinessProbes");
        }

        if (name != "readinessProbe" && probe.Number("successThreshold") is var threshold and not 1)
        {
            errors.Invalid($"{at}.successThreshold", threshold ?? 0, "must be 1");
        }
    }

    private static void CheckHandler(JsonObject handler, long? gracePeriod, string path, FieldErrors errors)
    {
        var given = _handlers.Where(handler.ContainsKey).ToList();
        if (given.Count == 0)
        {
            errors.Required(path, "must specify a handler type");
            return;
        }

        CheckAction(given[0], handler.Map(given[0]) ?? [], gracePeriod, $"{path}.{given[0]}", errors);
        foreach (var extra in given.Skip(1))
        {
            errors.Forbidden($"{path}.{extra}", "may not specify more than 1 handler type");
        }
    }

    private static void CheckAction(string type, JsonObject action, long? gracePeriod, string path, FieldErrors errors)
    {
        switch (type)
        {
            case "exec" when action.Array("command") is null or { Count: 0 }:
                errors.Required($"{path}.command");
                break;
            case "httpGet":
                CheckRequest(action, path, errors);
                break;
            case "tcpSocket":
                NumberRules.CheckPortOrName(action["port"], $"{path}.port", errors);
                break;
            case "grpc":
                NumberRules.CheckPort(action.Number("port"), $"{path}.port", errors);
                break;
            case "sleep"
                when gracePeriod is { } period && (action.Number("seconds") ?? 0) is var seconds && (seconds < 0 || seconds > period):
                errors.Invalid(
                    path,
                    seconds,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"must be non-negative and less than terminationGracePeriodSeconds ({period})"
                    )
                );
                break;
        }
    }

    private static void CheckRequest(JsonObject request, string path, FieldErrors errors)
    {
        if (request.Text("path") is null or "")
        {
            errors.Required($"{path}.path");
        }

        NumberRules.CheckPortOrName(request["port"], $"{path}.port", errors);
        if (request.Text("scheme") is not ("HTTP" or "HTTPS"))
        {
            errors.NotSupported($"{path}.scheme", request.Text("scheme") ?? "", "HTTP", "HTTPS");
        }

        foreach (var header in request.Objects("httpHeaders").Select(header => header.Text("name") ?? ""))
        {
            if (header.Length == 0 || !header.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-'))
            {
                errors.Invalid($"{path}.httpHeaders", header, HeaderRule);
            }
        }
    }
}
