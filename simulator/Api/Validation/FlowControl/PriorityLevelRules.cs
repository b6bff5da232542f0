using System.Text.Json.Nodes;
using Infra.Simulator.Api.InternalVersions;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation.FlowControl;

/// <summary>Validation rules for PriorityLevelConfigurations.</summary>
internal static class PriorityLevelRules
{
    private const string Exempt = "Exempt";
    private const string Limited = "Limited";
    private const string NotNegative = "must be a non-negative integer";
    private const string PositiveNumber = "must be positive";
    private const long MaximumQueues = 10_000_000;
    private const int HashBits = 60;

    public static void Check(Candidate candidate)
    {
        var (spec, errors) = (candidate.Spec, candidate.Errors);
        var (name, type) = (candidate.Body.Text("metadata", "name") ?? "", spec.Text("type") ?? "");
        if ((name == MandatoryFlowControl.Exempt) != (type == Exempt))
        {
            errors.Invalid("spec.type", type, "type must be 'Exempt' if and only if name is 'exempt'");
        }

        CheckType(spec, type, errors);
        CheckMandatory(name, spec, errors);
    }

    private static void CheckType(JsonObject spec, string type, FieldErrors errors)
    {
        if (type == Exempt)
        {
            if (spec.Map("limited") is not null)
            {
                errors.Forbidden("spec.limited", "must be nil if the type is not Limited");
            }

            CheckExempt(spec.Map("exempt"), errors);
        }
        else if (type == Limited)
        {
            if (spec.Map("exempt") is not null)
            {
                errors.Forbidden("spec.exempt", "must be nil if the type is Limited");
            }

            CheckLimited(spec.Map("limited"), errors);
        }
        else
        {
            errors.NotSupported("spec.type", type, Exempt, Limited);
        }
    }

    private static void CheckExempt(JsonObject? exempt, FieldErrors errors)
    {
        if (exempt.Number("nominalConcurrencyShares") is { } shares and < 0)
        {
            errors.Invalid("spec.exempt.nominalConcurrencyShares", shares, NotNegative);
        }

        CheckLendable(exempt, "spec.exempt", errors);
    }

    private static void CheckLimited(JsonObject? limited, FieldErrors errors)
    {
        if (limited is null)
        {
            errors.Required("spec.limited", "must not be empty when type is Limited");
            return;
        }

        if (limited.Number("nominalConcurrencyShares") is { } shares and < 0)
        {
            errors.Invalid("spec.limited.nominalConcurrencyShares", shares, NotNegative);
        }

        CheckResponse(limited.Map("limitResponse"), "spec.limited.limitResponse", errors);
        CheckLendable(limited, "spec.limited", errors);
        if (limited.Number("borrowingLimitPercent") is { } percent and < 0)
        {
            errors.Invalid("spec.limited.borrowingLimitPercent", percent, "if specified, must be a non-negative integer");
        }
    }

    private static void CheckLendable(JsonObject? level, string path, FieldErrors errors)
    {
        if (level.Number("lendablePercent") is { } percent and (< 0 or > 100))
        {
            errors.Invalid($"{path}.lendablePercent", percent, "must be between 0 and 100, inclusive");
        }
    }

    private static void CheckResponse(JsonObject? response, string path, FieldErrors errors)
    {
        var queuing = response.Map("queuing");
        switch (response.Text("type") ?? "")
        {
            case "Reject" when queuing is not null:
                errors.Forbidden($"{path}.queuing", "must be nil if limited.limitResponse.type is not Limited");
                break;
            case "Reject":
                break;
            case "Queue" when queuing is null:
                errors.Required($"{path}.queuing", "must not be empty if limited.limitResponse.type is Limited");
                break;
            case "Queue":
                CheckQueuing(queuing, $"{path}.queuing", errors);
                break;
            case var type:
                errors.NotSupported($"{path}.type", type, "Queue", "Reject");
                break;
        }
    }

    private static void CheckQueuing(JsonObject queuing, string path, FieldErrors errors)
    {
        var (length, queues) = (queuing.Number("queueLengthLimit") ?? 0, queuing.Number("queues") ?? 0);
        if (length <= 0)
        {
            errors.Invalid($"{path}.queueLengthLimit", length, PositiveNumber);
        }

        if (queues <= 0)
        {
            errors.Invalid($"{path}.queues", queues, PositiveNumber);
        }
        else if (queues > MaximumQueues)
        {
            errors.Invalid($"{path}.queues", queues, $"must not be greater than {MaximumQueues}");
        }

        var hand = queuing.Number("handSize") ?? 0;
        if (FindHandProblem(hand, queues) is { } problem)
        {
            errors.Invalid($"{path}.handSize", hand, problem);
        }
    }

    private static string? FindHandProblem(long hand, long queues) =>
        hand <= 0 ? PositiveNumber
        : hand > queues ? $"should not be greater than queues ({queues})"
        : (long)Math.Ceiling(Math.Log2(queues) * hand) > HashBits
            ? $"required entropy bits of deckSize {queues} and handSize {hand} should not be greater than {HashBits}"
        : null;

    /// <summary>The specs of the mandatory levels are fixed, but for the shares of the exempt one.</summary>
    private static void CheckMandatory(string name, JsonObject spec, FieldErrors errors)
    {
        if (MandatoryFlowControl.FindLevel(name) is not { } fixedSpec)
        {
            return;
        }

        var (given, expected) = (spec.Clone(), fixedSpec.Clone());
        var detail = $"spec of '{name}' must equal the fixed value";
        if (name == MandatoryFlowControl.Exempt)
        {
            given.Remove("exempt");
            expected.Remove("exempt");
            detail = $"spec of '{name}' except the 'spec.exempt' field must equal the fixed value";
        }

        if (!JsonNode.DeepEquals(given, expected))
        {
            errors.Invalid("spec", InternalForm.Create("PriorityLevelConfigurationSpec", spec), detail);
        }
    }
}
