using Infra.Simulator.Objects;
using Infra.Simulator.Storage;

namespace Infra.Simulator.Api.Admission;

/// <summary>Sets the priority of pods from their priority class.</summary>
internal sealed class PriorityAdmission(ObjectStore store)
{
    /// <summary>Rejects a second default class.</summary>
    public void CheckClass(AdmissionRequest request)
    {
        if (
            request.Resource == GroupResource.PriorityClasses
            && request.Body.Flag("globalDefault")
            && store.List(GroupResource.PriorityClasses).Items.FirstOrDefault(item => item.Body.Flag("globalDefault")) is { } present
            && present.Name != request.Name
        )
        {
            throw request.Forbid($"PriorityClass {present.Name} is already marked as default. Only one default can exist");
        }
    }

    /// <summary>Keeps the priority of a pod if an update omits it.</summary>
    public static void Keep(AdmissionRequest request)
    {
        foreach (var field in (ReadOnlySpan<string>)["priority", "preemptionPolicy"])
        {
            if (request.Spec[field] is null && request.Current!.Spec[field] is { } value)
            {
                request.Spec[field] = value.DeepClone();
            }
        }
    }

    public void Resolve(AdmissionRequest request)
    {
        var spec = request.Spec;
        KubeObject? found;
        if (spec.Text("priorityClassName") is { Length: > 0 } name)
        {
            found = store.Find(GroupResource.PriorityClasses, "", name)
                ?? throw request.Forbid($"no PriorityClass with name {name} was found");
        }
        else
        {
            found = store
                .List(GroupResource.PriorityClasses)
                .Items.Where(item => item.Body.Flag("globalDefault"))
                .MinBy(item => item.Body.Number("value") ?? 0);
            if (found is not null)
            {
                spec["priorityClassName"] = found.Name;
            }
        }
        var priority = found?.Body.Number("value") ?? 0;
        if (spec.Number("priority") is { } given && given != priority)
        {
            throw request.Forbid(
                $"the integer value of priority ({given}) must not be provided in pod spec; priority admission controller computed {priority} from the given PriorityClass name"
            );
        }

        spec["priority"] = priority;
        var policy = found?.Body.Text("preemptionPolicy") ?? "PreemptLowerPriority";
        if (spec.Text("preemptionPolicy") is { } requested && requested != policy)
        {
            throw request.Forbid(
                $"the string value of PreemptionPolicy ({requested}) must not be provided in pod spec; priority admission controller "
                    + $"computed {policy} from the given PriorityClass name"
            );
        }

        spec["preemptionPolicy"] = policy;
    }
}
