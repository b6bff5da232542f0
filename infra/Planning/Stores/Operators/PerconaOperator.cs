namespace Infra.Backend.Planning.Stores.Operators;

/// <summary>An operator of Percona.</summary>
internal abstract class PerconaOperator : StoreOperator
{
    /// <summary>What the operator calls the parts of a restoration.</summary>
    protected abstract PerconaTrialKinds TrialKinds { get; }

    public sealed override OperatorTrial FindTrial(OperatedStore store)
    {
        var trial = store.ForTrial();
        return PerconaTrial.Create(store, CreateObjects(trial).Single(), GetAdministrator(trial.Name), [.. CountPods(trial)], TrialKinds);
    }
}
