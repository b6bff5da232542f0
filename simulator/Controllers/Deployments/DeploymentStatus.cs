using System.Text.Json.Nodes;
using Infra.Simulator.Controllers.ReplicaSets;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Controllers.Deployments;

/// <summary>Computes the status of a Deployment from its ReplicaSets, including the conditions of a rollout.</summary>
internal sealed class DeploymentStatus
{
    private const string Available = "Available";
    private const string Progressing = "Progressing";
    private const string ReplicaFailure = "ReplicaFailure";

    private readonly Deployment _deployment;
    private readonly IReadOnlyList<ReplicaSet> _all;
    private readonly ReplicaSet? _newSet;
    private readonly DateTimeOffset _now;
    private readonly int _replicas;
    private readonly int _updated;
    private readonly int _ready;
    private readonly int _available;

    /// <summary>Computes the status without the Progressing condition.</summary>
    public DeploymentStatus(Deployment deployment, IEnumerable<ReplicaSet> oldSets, ReplicaSet? newSet, DateTimeOffset now)
    {
        _deployment = deployment;
        _newSet = newSet;
        _now = now;
        _all = newSet is null ? [.. oldSets] : [.. oldSets, newSet];
        _replicas = _all.Sum(s => s.ActualReplicas);
        _updated = newSet?.ActualReplicas ?? 0;
        _ready = _all.Sum(s => s.ReadyReplicas);
        _available = _all.Sum(s => s.AvailableReplicas);
        Conditions = StatusConditions.FromStatus(deployment.Source.Status);
        SetAvailable();
    }

    /// <summary>The conditions of the status.</summary>
    public List<Condition> Conditions { get; }

    /// <summary>Whether all pods are of the new template and available, and no old pod is left.</summary>
    public bool IsComplete => _updated == _deployment.Replicas && _replicas == _deployment.Replicas && _available == _deployment.Replicas;

    /// <summary>Whether the status of a Deployment says that its current generation has been rolled out.</summary>
    public static bool IsRecordedComplete(Deployment deployment)
    {
        var status = deployment.Source.Status;
        return (status.Number("replicas") ?? 0) == deployment.Replicas
            && (status.Number("updatedReplicas") ?? 0) == deployment.Replicas
            && (status.Number("availableReplicas") ?? 0) == deployment.Replicas
            && status.Number("observedGeneration") >= deployment.Source.Generation;
    }

    /// <summary>Updates the Progressing condition. Returns the time until the next check of the deadline; null for none.</summary>
    public TimeSpan? Progress()
    {
        var current = Conditions.FindCondition(Progressing);
        if (_deployment.ProgressDeadline is not { } deadline)
        {
            Conditions.Drop(Progressing);
        }
        else if (_replicas != _updated || current?.Reason != "NewReplicaSetAvailable")
        {
            if (IsComplete)
            {
                SetProgressing("True", "NewReplicaSetAvailable", "has successfully progressed");
            }
            else if (HasProgressed())
            {
                RestartDeadline(current);
            }
            else if (IsOverdue(deadline))
            {
                SetProgressing("False", "ProgressDeadlineExceeded", "has timed out progressing");
            }
        }

        SetReplicaFailure();
        return UntilOverdue();
    }

    /// <summary>The status as JSON.</summary>
    public JsonObject ToJson()
    {
        var status = new JsonObject { ["observedGeneration"] = _deployment.Source.Generation };
        status
            .AddUnlessZero("replicas", _replicas)
            .AddUnlessZero("updatedReplicas", _updated)
            .AddUnlessZero("readyReplicas", _ready)
            .AddUnlessZero("availableReplicas", _available)
            .AddUnlessZero("unavailableReplicas", Math.Max(0, _all.Sum(s => s.Replicas) - _available));
        // Unknown until all ReplicaSets report it.
        if (_all.All(s => s.TerminatingReplicas is not null || s.ObservedGeneration == 0))
        {
            status["terminatingReplicas"] = _all.Sum(s => s.TerminatingReplicas ?? 0);
        }

        if (Conditions.Count > 0)
        {
            status["conditions"] = Conditions.ToJson();
        }

        if (_deployment.CollisionCount is { } collisions)
        {
            status["collisionCount"] = collisions;
        }

        return status;
    }

    private void SetAvailable() =>
        Conditions.Set(
            _available >= _deployment.Bounds.MinAvailable
                ? CreateCondition(Available, "True", "MinimumReplicasAvailable", "Deployment has minimum availability.")
                : CreateCondition(Available, "False", "MinimumReplicasUnavailable", "Deployment does not have minimum availability."),
            _now
        );

    private void SetReplicaFailure()
    {
        var failure = (_newSet is not null ? [_newSet] : _all)
            .SelectMany(s => StatusConditions.FromStatus(s.Source.Status))
            .FirstOrDefault(c => c.Type == ReplicaFailure)
            ?? _all.SelectMany(s => StatusConditions.FromStatus(s.Source.Status)).FirstOrDefault(c => c.Type == ReplicaFailure);
        if (failure is null)
        {
            Conditions.Drop(ReplicaFailure);
        }
        else
        {
            Conditions.Set(CreateCondition(ReplicaFailure, failure.Status, failure.Reason, failure.Message), _now);
        }
    }

    private bool HasProgressed()
    {
        var before = _deployment.Source.Status;
        var (replicas, updated) = (before.Number("replicas") ?? 0, before.Number("updatedReplicas") ?? 0);
        return _updated > updated
            || _replicas - _updated < replicas - updated
            || _ready > (before.Number("readyReplicas") ?? 0)
            || _available > (before.Number("availableReplicas") ?? 0);
    }

    // Each progress restarts the deadline, so lastUpdateTime changes even if nothing else does.
    private void RestartDeadline(Condition? current)
    {
        var condition = CreateCondition(Progressing, "True", "ReplicaSetUpdated", AddSubject("is progressing"));
        Conditions.Drop(Progressing);
        Conditions.Add(condition with { LastTransitionTime = current is { IsTrue: true } ? current.LastTransitionTime : _now });
    }

    private void SetProgressing(string status, string reason, string message)
    {
        Conditions.Set(CreateCondition(Progressing, status, reason, AddSubject(message)), _now);
    }

    private bool IsOverdue(TimeSpan deadline) =>
        Conditions.FindCondition(Progressing) switch
        {
            null => false,
            { Reason: "NewReplicaSetAvailable" } => false,
            { Reason: "ProgressDeadlineExceeded" } => true,
            var condition => condition.LastUpdateTime + deadline < _now,
        };

    private TimeSpan? UntilOverdue()
    {
        if (
            _deployment.ProgressDeadline is not { } deadline
            || IsComplete
            || Conditions.FindCondition(Progressing) is not { } current
            || current.Reason is "NewReplicaSetAvailable" or "ProgressDeadlineExceeded"
        )
        {
            return null;
        }

        var left = (current.LastUpdateTime ?? _now) + deadline - _now;
        // Times have a resolution of one second: check just after the deadline.
        return (left > TimeSpan.Zero ? left : TimeSpan.Zero) + TimeSpan.FromSeconds(1);
    }

    private string AddSubject(string message) =>
        _newSet is null ? $"Deployment \"{_deployment.Name}\" {message}." : $"ReplicaSet \"{_newSet.Name}\" {message}.";

    private Condition CreateCondition(string type, string status, string reason, string message) =>
        new(type, status, reason, message) { LastUpdateTime = _now };
}
