using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation;

/// <summary>Validation rules for ingresses.</summary>
internal static class IngressRules
{
    private const string ClassAnnotation = "kubernetes.io/ingress.class";

    private const string WildcardRule =
        "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of "
        + "lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character (e.g. '*.example.com', "
        + "regex used for validation is '\\*\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

    private static readonly string[] _forbiddenParts = ["//", "/./", "/../", "%2f", "%2F"];
    private static readonly string[] _forbiddenEnds = ["/..", "/."];

    public static void CheckIngress(Candidate candidate)
    {
        var (spec, errors) = (candidate.Spec, candidate.Errors);
        var rules = spec.Objects("rules").ToList();
        if (rules.Count == 0 && spec.Map("defaultBackend") is null)
        {
            errors.Invalid("spec", null, "either `defaultBackend` or `rules` must be specified");
        }

        if (spec.Map("defaultBackend") is { } backend)
        {
            CheckBackend(backend, "spec.defaultBackend", errors);
        }

        foreach (var (index, rule) in rules.Index())
        {
            CheckRule(rule, $"spec.rules[{index}]", errors);
        }

        CheckTls(spec, candidate.Current?.Spec, errors);
        if (spec.Text("ingressClassName") is not { } className)
        {
            return;
        }

        errors.InvalidAll("spec.ingressClassName", className, ObjectNames.SubdomainProblems(className));
        if (candidate.IsNew && candidate.Body.Text("metadata", "annotations", ClassAnnotation) is { } given && given != className)
        {
            errors.Invalid($"annotations.{ClassAnnotation}", given, "must match `ingressClassName` when both are specified");
        }
    }

    /// <summary>Checks a reference to an object without a namespace.</summary>
    public static void CheckReference(JsonObject reference, string path, FieldErrors errors)
    {
        if (reference.Text("apiGroup") is { } group)
        {
            errors.InvalidAll($"{path}.apiGroup", group, ObjectNames.SubdomainProblems(group));
        }

        foreach (var field in (ReadOnlySpan<string>)["kind", "name"])
        {
            var value = reference.Text(field) ?? "";
            if (value.Length == 0)
            {
                errors.Required($"{path}.{field}");
            }
            else
            {
                errors.InvalidAll($"{path}.{field}", value, NameRules.PathSegmentProblems(value));
            }
        }
    }

    private static void CheckRule(JsonObject rule, string path, FieldErrors errors)
    {
        if (rule.Text("host") is { Length: > 0 } host)
        {
            if (AddressRules.IsAddress(host))
            {
                errors.Invalid($"{path}.host", host, "must be a DNS name, not an IP address");
            }

            CheckHost(host, $"{path}.host", errors);
        }

        if (rule.Map("http") is not { } http)
        {
            return;
        }

        if (http.Array("paths") is null or { Count: 0 })
        {
            errors.Required($"{path}.http.paths");
        }

        foreach (var (index, one) in http.Objects("paths").Index())
        {
            CheckPath(one, $"{path}.http.paths[{index}]", errors);
        }
    }

    private static void CheckHost(string host, string path, FieldErrors errors)
    {
        if (!host.Contains('*', StringComparison.Ordinal))
        {
            errors.InvalidAll(path, host, ObjectNames.SubdomainProblems(host));
            return;
        }

        if (host.Length > ObjectNames.SubdomainLength)
        {
            errors.Invalid(path, host, "must be no more than 253 characters");
        }

        if (!host.StartsWith("*.", StringComparison.Ordinal) || ObjectNames.SubdomainProblems(host[2..]).Any())
        {
            errors.Invalid(path, host, WildcardRule);
        }
    }

    private static void CheckPath(JsonObject path, string at, FieldErrors errors)
    {
        var text = path.Text("path") ?? "";
        if (path.Text("pathType") is not { } type)
        {
            errors.Required($"{at}.pathType", "pathType must be specified");
            return;
        }

        switch (type)
        {
            case "Exact" or "Prefix":
                CheckAbsolute(text, $"{at}.path", errors);
                foreach (var part in _forbiddenParts.Where(part => text.Contains(part, StringComparison.Ordinal)))
                {
                    errors.Invalid($"{at}.path", text, $"must not contain '{part}'");
                }

                foreach (var end in _forbiddenEnds.Where(end => text.EndsWith(end, StringComparison.Ordinal)))
                {
                    errors.Invalid($"{at}.path", text, $"cannot end with '{end}'");
                }

                break;
            case "ImplementationSpecific":
                if (text.Length > 0)
                {
                    CheckAbsolute(text, $"{at}.path", errors);
                }

                break;
            default:
                errors.NotSupported($"{at}.pathType", type, "Exact", "ImplementationSpecific", "Prefix");
                break;
        }

        CheckBackend(path.Map("backend") ?? [], $"{at}.backend", errors);
    }

    private static void CheckAbsolute(string text, string path, FieldErrors errors)
    {
        if (!text.StartsWith('/'))
        {
            errors.Invalid(path, text, "must be an absolute path");
        }
    }

    private static void CheckBackend(JsonObject backend, string path, FieldErrors errors)
    {
        switch (backend.Map("resource"), backend.Map("service"))
        {
            case ({ }, { }):
                errors.Invalid(path, "", "cannot set both resource and service backends");
                break;
            case ({ } resource, null):
                CheckReference(resource, $"{path}.resource", errors);
                break;
            case (null, { } service):
                CheckService(service, path, errors);
                break;
            default:
                errors.Invalid(path, "", "resource or service backend is required");
                break;
        }
    }

    private static void CheckService(JsonObject service, string path, FieldErrors errors)
    {
        var name = service.Text("name") ?? "";
        if (name.Length == 0)
        {
            errors.Required($"{path}.service.name");
        }
        else
        {
            errors.InvalidAll($"{path}.service.name", name, ObjectNames.LabelProblems(name));
        }

        var (number, portName) = (service.Number("port", "number") ?? 0, service.Text("port", "name") ?? "");
        if (number != 0 && portName.Length > 0)
        {
            errors.Invalid(path, "", "cannot set both port name & port number");
        }
        else if (portName.Length > 0)
        {
            errors.InvalidAll($"{path}.service.port.name", portName, ObjectNames.PortNameProblems(portName));
        }
        else if (number != 0)
        {
            NumberRules.CheckPort(number, $"{path}.service.port.number", errors);
        }
        else
        {
            errors.Required(path, "port name or number is required");
        }
    }

    private static void CheckTls(JsonObject spec, JsonObject? before, FieldErrors errors)
    {
        var toleratesSecrets = before.Objects("tls").Any(tls => SecretProblems(tls).Any());
        foreach (var (index, tls) in spec.Objects("tls").Index())
        {
            foreach (var (number, host) in (tls.Array("hosts") ?? []).Index())
            {
                CheckHost(host?.ToString() ?? "", $"spec.tls[{index}].hosts[{number}]", errors);
            }

            if (!toleratesSecrets)
            {
                errors.InvalidAll($"spec.tls[{index}].secretName", tls.Text("secretName") ?? "", SecretProblems(tls));
            }
        }
    }

    private static IEnumerable<string> SecretProblems(JsonObject tls) =>
        tls.Text("secretName") is { Length: > 0 } name ? ObjectNames.SubdomainProblems(name) : [];
}
