using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Rehearsals;
using Infra.Kubernetes;

namespace Infra.Backend.Checks.Rehearsals;

/// <summary>Checks the pools of a rehearsal.</summary>
internal sealed class RehearsalPoolCheck : IRehearsalCheck
{
    private const double MostCores = 10_000;
    private const double MostMemory = 1e15;

    public void Check(RehearsalReview review)
    {
        foreach (var (name, pool) in review.Settings.Pools)
        {
            Check(review, pool, SettingsPath.Root.Key("pools").Key(name));
        }
    }

    private static void Check(RehearsalReview review, RehearsalPoolSettings pool, SettingsPath at)
    {
        if (pool is { Machine: not null, Allocatable: not null })
        {
            review.Reject(at.Key("allocatable"), "'machine' is set, too, and says the same", "remove one of them");
        }

        CheckMachine(review, pool.Machine, at.Key("machine"));
        CheckMachine(review, pool.Allocatable, at.Key("allocatable"));
        CheckRange(review, pool.Nodes, at.Key("nodes"));
        review.RejectBelow(0, pool.Price, at.Key("price"), "0.38");
        var zones = pool.Zones ?? [];
        for (var i = 0; i < zones.Length; i++)
        {
            if (zones[i].Length == 0 || !KubernetesNames.IsLabelValue(zones[i]))
            {
                review.Reject(at.Key("zones").Item(i), $"'{zones[i]}' is not a valid zone", "write it as a or eu-central-1a");
            }
        }
    }

    private static void CheckMachine(RehearsalReview review, MachineSettings? machine, SettingsPath at)
    {
        CheckAmount(machine?.Cpu, "cpu", "8", MostCores);
        CheckAmount(machine?.Memory, "memory", "32Gi", MostMemory);

        void CheckAmount(Quantity? amount, string key, string example, double most)
        {
            if (amount is { Sign: <= 0 })
            {
                review.Reject(at.Key(key), "a node without any runs no pods", $"write it as {example}");
            }
            else if (amount?.ToDouble() > most)
            {
                review.Reject(at.Key(key), $"no machine has {amount}", $"write it as {example}");
            }
        }
    }

    private static void CheckRange(RehearsalReview review, NodeRangeSettings? nodes, SettingsPath at)
    {
        if (nodes is { Count: not null, Min: not null } or { Count: not null, Max: not null })
        {
            review.Reject(at.Key("count"), "'min' or 'max' is set, too", "write the number alone, or its bounds");
        }

        if (nodes is { Min: { } min, Max: { } max } && min > max)
        {
            review.Reject(at.Key("min"), $"{min} is more than 'max', {max}", "write a lower minimum or a higher maximum");
        }
    }
}
