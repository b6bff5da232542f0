namespace Infra.Simulator.Storage;

/// <summary>Persists the store's changes.</summary>
internal interface IStoreJournal
{
    /// <summary>Persists a change. Called in order of versions, before the change becomes visible.</summary>
    void Append(WatchEvent change);
}
