using System.Text.Json.Nodes;
using Infra.Simulator.Api.Access;
using Infra.Simulator.Cel.Values;
using Infra.Simulator.Objects;
using Infra.Simulator.Schema;
using Infra.Simulator.Storage;

namespace Infra.Simulator.Api.Admission.Policies;

/// <summary>
/// Refuses requests that an admission webhook would have to answer: the simulated cluster calls none. Webhooks whose failure policy is
/// <c>Ignore</c> are left out.
/// </summary>
internal sealed class WebhookAdmission(ObjectStore store, ResourceCatalog catalog)
{
    private static readonly GroupResource[] _kinds =
    [
        new(PolicyAdmission.Group, "mutatingwebhookconfigurations"),
        new(PolicyAdmission.Group, "validatingwebhookconfigurations"),
    ];

    private readonly RuleMatching _matching = new(store, catalog);
    private readonly Authorizer _authorizer = new(store);

    /// <exception cref="StatusException">A webhook would have to be called.</exception>
    public void Check(PolicyRequest request)
    {
        if (request.Kind.Group == PolicyAdmission.Group)
        {
            return;
        }

        foreach (var hook in _kinds.SelectMany(kind => store.List(kind).Items).SelectMany(item => item.Body.Objects("webhooks")))
        {
            if (hook.Text("failurePolicy") != "Ignore" && IsCalled(hook, request))
            {
                throw new StatusException(
                    500,
                    StatusReason.InternalError,
                    $"Internal error occurred: failed calling webhook \"{hook.Text("name")}\": the simulated cluster does not call webhooks",
                    new JsonObject
                    {
                        ["causes"] = new JsonArray(
                            new JsonObject
                            {
                                ["message"] =
                                    $"failed calling webhook \"{hook.Text("name")}\": the simulated cluster does not call webhooks",
                            }
                        ),
                    }
                );
            }
        }
    }

    private bool IsCalled(JsonObject hook, PolicyRequest request)
    {
        if (hook.Array("rules") is not { Count: > 0 } || !_matching.Matches(hook, [.. hook.Objects("rules")], request))
        {
            return false;
        }

        var program = PolicyProgram.Get(hook);
        var input = new PolicyInput(request, _matching.FindNamespace(request), null, _authorizer);
        return program.Conditions.All(condition => input.Evaluate(condition, program.Variables) is true or CelError);
    }
}
