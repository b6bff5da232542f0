using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation;

/// <summary>
/// Validation rules for events. Both API groups check what was always checked; only events.k8s.io checks the rest. The messages use the
/// field names of the core group.
/// </summary>
internal static class EventRules
{
    private const int MaximumLength = 128;
    private const int MaximumNoteLength = 1024;

    /// <summary>The fields that events.k8s.io does not change, in the order of validation.</summary>
    private static readonly string[] _immutable =
    [
        "involvedObject",
        "reason",
        "message",
        "source",
        "firstTimestamp",
        "lastTimestamp",
        "count",
        "reason",
        "type",
        "eventTime",
        "action",
        "related",
        "reportingComponent",
        "reportingInstance",
    ];

    public static void Check(Candidate candidate)
    {
        CheckCommon(candidate.Body, candidate.Errors);
        if (candidate.Kind.Group.Length == 0)
        {
            return;
        }

        if (candidate.Current is null)
        {
            MetadataRules.CheckByKind(candidate.Kind, candidate.Body, candidate.Errors);
            CheckSeries(candidate.Body, candidate.Errors);
            CheckNew(candidate.Body, candidate.Errors);
        }
        else
        {
            CheckChanges(candidate);
        }
    }

    private static void CheckCommon(JsonObject body, FieldErrors errors)
    {
        var space = body.Text("metadata", "namespace") ?? "";
        var involved = body.Text("involvedObject", "namespace") ?? "";
        const string Mismatch = "does not match event.namespace";
        if (body.Text("eventTime") is null)
        {
            if (involved.Length == 0 ? space is not ("" or "default") : space != involved)
            {
                errors.Invalid("involvedObject.namespace", involved, Mismatch);
            }
        }
        else
        {
            if (involved.Length == 0 && space is not ("default" or "kube-system"))
            {
                errors.Invalid("involvedObject.namespace", involved, Mismatch);
            }

            CheckTexts(body, errors);
        }

        errors.InvalidAll("namespace", space, ObjectNames.SubdomainProblems(space));
    }

    private static void CheckTexts(JsonObject body, FieldErrors errors)
    {
        var controller = body.Text("reportingComponent") ?? "";
        if (controller.Length == 0)
        {
            errors.Required("reportingController");
        }

        errors.InvalidAll("reportingController", controller, ObjectNames.LabelKeyProblems(controller));
        foreach (var field in (ReadOnlySpan<string>)["reportingInstance", "action", "reason"])
        {
            var text = body.Text(field) ?? "";
            if (text.Length == 0)
            {
                errors.Required(field);
            }

            CheckLength(text, MaximumLength, field, errors);
        }

        CheckLength(body.Text("message") ?? "", MaximumNoteLength, "message", errors);
    }

    private static void CheckLength(string text, int maximum, string field, FieldErrors errors)
    {
        if (text.Length > maximum)
        {
            errors.Invalid(field, "", $"can have at most {maximum} characters");
        }
    }

    private static void CheckSeries(JsonObject body, FieldErrors errors)
    {
        if (body.Map("series") is not { } series)
        {
            return;
        }

        if ((series.Number("count") ?? 0) < 2)
        {
            errors.Invalid("series.count", "", "should be at least 2");
        }

        if (series.Text("lastObservedTime") is null)
        {
            errors.Required("series.lastObservedTime");
        }
    }

    private static void CheckNew(JsonObject body, FieldErrors errors)
    {
        if (body.Text("eventTime") is null)
        {
            errors.Required("eventTime");
        }

        if (body.Text("type") is not ("Normal" or "Warning"))
        {
            errors.Invalid("type", "", $"has invalid value: {body.Text("type")}");
        }

        foreach (var field in (ReadOnlySpan<string>)["firstTimestamp", "lastTimestamp", "count"])
        {
            if (body[field] is not null && body.Number(field) != 0)
            {
                errors.Invalid(field, "", "needs to be unset");
            }
        }

        if (body.Text("source", "component") is { Length: > 0 } || body.Text("source", "host") is { Length: > 0 })
        {
            errors.Invalid("source", "", "needs to be unset");
        }
    }

    private static void CheckChanges(Candidate candidate)
    {
        var (body, errors) = (candidate.Body, candidate.Errors);
        if (candidate.Changes("series"))
        {
            CheckSeries(body, errors);
        }

        foreach (var field in _immutable.Where(field => candidate.Changes(field)))
        {
            var name = field == "reportingComponent" ? "reportingController" : field;
            errors.Invalid(name, GetValue(field, body[field]), "field is immutable");
        }
    }

    private static JsonNode? GetValue(string field, JsonNode? value) =>
        (field, value) switch
        {
            ("involvedObject" or "related", JsonObject reference) => CreateInternalReference(reference),
            ("source", JsonObject source) => new JsonObject
            {
                ["Component"] = source.Text("component") ?? "",
                ["Host"] = source.Text("host") ?? "",
            },
            ("count", null) => 0,
            ("firstTimestamp" or "lastTimestamp" or "eventTime" or "related", null) => null,
            (_, null) => "",
            _ => value.DeepClone(),
        };

    private static JsonObject CreateInternalReference(JsonObject reference) =>
        new()
        {
            ["Kind"] = reference.Text("kind") ?? "",
            ["Namespace"] = reference.Text("namespace") ?? "",
            ["Name"] = reference.Text("name") ?? "",
            ["UID"] = reference.Text("uid") ?? "",
            ["APIVersion"] = reference.Text("apiVersion") ?? "",
            ["ResourceVersion"] = reference.Text("resourceVersion") ?? "",
            ["FieldPath"] = reference.Text("fieldPath") ?? "",
        };
}
