using System.Collections.Immutable;
using Infra.Backend.Planning.Stores;
using Infra.Backend.Settings;

namespace Infra.Backend.Planning;

/// <summary>The namespace of the drills: nothing in it has credentials of a live store.</summary>
/// <param name="Settings">The stack's settings, with the drills as the only services.</param>
/// <param name="System">The system's names in this namespace.</param>
/// <param name="Services">The CronJobs of the drills.</param>
/// <param name="Buckets">The stores that keep the backups.</param>
/// <param name="Trials">The throwaway stores that operators run during drills.</param>
internal sealed record DrillPlan(
    StackSettings Settings,
    SystemIdentity System,
    ImmutableArray<ServicePlan> Services,
    ImmutableArray<StorePlan> Buckets,
    ImmutableArray<StorePlan> Trials
);
