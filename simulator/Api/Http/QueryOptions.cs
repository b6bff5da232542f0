using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Infra.Simulator.Objects;
using Microsoft.AspNetCore.Http;

namespace Infra.Simulator.Api.Http;

/// <summary>Reads the options of writes and deletes, with Kubernetes' rules for the values of a query.</summary>
internal static class QueryOptions
{
    private const int MaximumManager = 128;

    /// <summary>Reads the options of a create, update or patch.</summary>
    /// <param name="request">The request.</param>
    /// <param name="optionsKind">The kind of the options in messages, such as <c>CreateOptions</c>.</param>
    /// <param name="isApply">Whether the request is a server-side apply.</param>
    /// <exception cref="StatusException">An option is invalid.</exception>
    public static RequestOptions ParseWriteOptions(this HttpRequest request, string optionsKind, bool isApply = false)
    {
        var query = request.Query;
        var manager = query["fieldManager"].ToString();
        var errors = new List<FieldError>();
        if (isApply && manager.Length == 0)
        {
            errors.Add(FieldError.Required("fieldManager", "is required for apply patch"));
        }

        if (!isApply && optionsKind == "PatchOptions" && query.ContainsKey("force"))
        {
            errors.Add(FieldError.Forbidden("force", "may not be specified for non-apply patch"));
        }

        errors.AddRange(FindManagerErrors(manager));
        errors.AddRange(FindDryRunErrors(GetTexts(query, "dryRun")));
        var validation = query["fieldValidation"].ToString();
        if (validation is not ("" or "Warn" or "Strict" or "Ignore"))
        {
            errors.Add(FieldError.NotSupported("fieldValidation", validation, "", "Ignore", "Strict", "Warn"));
        }

        Check(optionsKind, errors);
        return new RequestOptions
        {
            FieldManager = manager.Length > 0 ? manager : GetProgram(request.Headers.UserAgent.ToString()),
            DryRun = query["dryRun"].Count > 0,
            FieldValidation = validation switch
            {
                "Strict" => FieldValidation.Strict,
                "Ignore" => FieldValidation.Ignore,
                _ => FieldValidation.Warn,
            },
            Force = query.IsTrue("force"),
            User = request.HttpContext.GetUser(),
        };
    }

    /// <summary>Whether a flag of the query is set: by any value except 0 and false.</summary>
    public static bool IsTrue(this IQueryCollection query, string name) =>
        query.TryGetValue(name, out var values)
        && values.Count > 0
        && values[0] is var value
        && value != "0"
        && !"false".Equals(value, StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads a number of the query; null if it is absent.</summary>
    /// <exception cref="StatusException">It is not a number.</exception>
    public static long? GetNumber(this IQueryCollection query, string name)
    {
        if (!query.TryGetValue(name, out var values) || values.Count == 0)
        {
            return null;
        }

        var text = values[0] ?? "";
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        var isNumber = text.TrimStart('-', '+') is { Length: > 0 } digits && digits.All(char.IsAsciiDigit);
        throw StatusException.BadRequest(
            $"strconv.ParseInt: parsing {JsonValue.Create(text).ToJsonString(RelaxedJson.Options)}: "
                + (isNumber ? "value out of range" : "invalid syntax")
        );
    }

    /// <summary>Reads the options of a delete from the body, or from the query if there is no body.</summary>
    /// <exception cref="StatusException">An option is invalid.</exception>
    public static DeleteOptions ParseDeleteOptions(this HttpRequest request, JsonObject? body)
    {
        var query = request.Query;
        var propagation = body is null ? NullIfEmpty(query["propagationPolicy"]) : body.Text("propagationPolicy");
        bool? orphans = body is not null
            ? body["orphanDependents"] is null
                ? null
                : body.Flag("orphanDependents")
            : query.ContainsKey("orphanDependents")
                ? query.IsTrue("orphanDependents")
                : null;
        var dryRun = body is null ? GetTexts(query, "dryRun") : [.. (body.Array("dryRun") ?? []).Select(value => value?.ToString() ?? "")];
        var errors = new List<FieldError>();
        if (orphans is not null && propagation is not null)
        {
            errors.Add(FieldError.Invalid("propagationPolicy", propagation, "orphanDependents and deletionPropagation cannot be both set"));
        }

        PropagationPolicy? policy = propagation is not null && Enum.TryParse<PropagationPolicy>(propagation, out var known) ? known : null;
        if (propagation is not null && policy?.ToString() != propagation)
        {
            errors.Add(FieldError.NotSupported("propagationPolicy", propagation, "Foreground", "Background", "Orphan", "nil"));
        }

        errors.AddRange(FindDryRunErrors(dryRun));
        Check("DeleteOptions", errors);
        return new DeleteOptions
        {
            Uid = body.Text("preconditions", "uid"),
            ResourceVersion = body.Text("preconditions", "resourceVersion"),
            Propagation = policy
                ?? (
                    orphans is { } given
                        ? given
                            ? PropagationPolicy.Orphan
                            : PropagationPolicy.Background
                        : null
                ),
            GracePeriodSeconds = body is null ? query.GetNumber("gracePeriodSeconds") : body.Number("gracePeriodSeconds"),
            DryRun = dryRun.Count > 0,
        };
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static List<string> GetTexts(IQueryCollection query, string name) => [.. query[name].Select(value => value ?? "")];

    private static void Check(string optionsKind, List<FieldError> errors)
    {
        if (errors.Count > 0)
        {
            throw FieldError.CreateException("meta.k8s.io", optionsKind, "", errors);
        }
    }

    private static IEnumerable<FieldError> FindDryRunErrors(List<string> values)
    {
        if (values.Any(value => value != "All"))
        {
            yield return FieldError.NotSupported("dryRun", new JsonArray([.. values.Select(value => JsonValue.Create(value))]), "All");
        }
    }

    private static IEnumerable<FieldError> FindManagerErrors(string manager)
    {
        if (Encoding.UTF8.GetByteCount(manager) > MaximumManager)
        {
            yield return FieldError.TooLong("fieldManager", MaximumManager);
        }

        var position = 0;
        foreach (var rune in manager.EnumerateRunes())
        {
            if (!IsPrintable(rune))
            {
                yield return FieldError.Invalid(
                    "fieldManager",
                    manager,
                    string.Create(CultureInfo.InvariantCulture, $"invalid character U+{rune.Value:X4} (at position {position})")
                );
            }

            position += rune.Utf8SequenceLength;
        }
    }

    /// <summary>Returns the program in a user agent: its printable characters before the first slash.</summary>
    private static string GetProgram(string agent)
    {
        var program = new StringBuilder();
        var length = 0;
        foreach (var rune in agent.Split('/')[0].EnumerateRunes().Where(IsPrintable))
        {
            length += rune.Utf8SequenceLength;
            if (length > MaximumManager)
            {
                break;
            }

            program.Append(rune);
        }

        return program.Length == 0 ? "unknown" : program.ToString();
    }

    private static bool IsPrintable(Rune rune) =>
        rune.Value == ' '
        || Rune.GetUnicodeCategory(rune)
            is not (
                UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.Surrogate
                or UnicodeCategory.PrivateUse
                or UnicodeCategory.OtherNotAssigned
                or UnicodeCategory.SpaceSeparator
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator
            );
}
