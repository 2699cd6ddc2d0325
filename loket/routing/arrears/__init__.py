"""Early signalling of debts (Wgs art. 3 lid 1 onder b): organisations signal arrears, a gemeente gets one signal and takes it up."""
